/** Real boards: their power through relays. */
@NullMarked
package io.brownout.rig;

import org.jspecify.annotations.NullMarked;
