/** Emulated boards: the QEMU process, its firmware stage, its console and power, board models as values, and the images they boot. */
@NullMarked
package io.brownout.qemu;

import org.jspecify.annotations.NullMarked;
