package io.brownout.filesystem;

import java.util.List;
import java.util.Set;

/**
 * A committed transaction in the journal of an ext4 file system.
 *
 * @param sequence its number
 * @param descriptors the blocks of the journal that say what the following ones are, and those with revocations
 * @param carried the copies of blocks
 * @param revoked blocks of which no copy of this or an earlier transaction is to be replayed
 * @param commit the block of the journal that makes it count
 * @param next the block of the journal at which the next transaction begins
 */
record Ext4Transaction(
        long sequence, List<Integer> descriptors, List<Carried> carried, Set<Long> revoked, int commit, int next) {
    /**
     * A copy of a block.
     *
     * @param journalBlock where in the journal it is, counted in blocks of the journal
     * @param block which block of the file system it is a copy of
     * @param escaped whether its first four bytes were taken out, since they look like those of a block of the journal's own
     */
    record Carried(int journalBlock, long block, boolean escaped, long checksum) {}
}
