package io.brownout.filesystem;

/**
 * Some blocks one behind the other that belong to an inode.
 *
 * @param logical where they stand in the file, in blocks; -1 for blocks that do not: they say where others are, or hold extended attributes
 * @param block the first, counted from the beginning of the file system
 * @param written false if they are kept for the file, but read as zeroes
 */
public record BlockRun(long logical, long block, int blocks, boolean written) {
    /** Says whether they hold what the file holds. */
    public boolean isContent() {
        return logical >= 0;
    }

    /** Says whether it begins like another and goes on longer. */
    boolean isLonger(BlockRun other) {
        return isContent()
                && logical == other.logical
                && block == other.block
                && written == other.written
                && blocks > other.blocks;
    }

    /** Returns what is left of it behind another that it is longer than. */
    BlockRun behind(BlockRun other) {
        return new BlockRun(logical + other.blocks, block + other.blocks, blocks - other.blocks, written);
    }
}
