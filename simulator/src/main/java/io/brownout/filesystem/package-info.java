/** What the sectors of a card mean: the partition table and the file systems on it, read as bytes on the test machine, with no help from the device and whatever state they are in. */
@NullMarked
package io.brownout.filesystem;

import org.jspecify.annotations.NullMarked;
