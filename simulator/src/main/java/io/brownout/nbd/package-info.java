/** A server for network block devices: the NBD protocol on one side, an {@link NbdExport} on the other. Knows no card. */
@NullMarked
package io.brownout.nbd;

import org.jspecify.annotations.NullMarked;
