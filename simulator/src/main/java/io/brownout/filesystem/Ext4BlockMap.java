package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.little16;
import static io.brownout.filesystem.StoredNumbers.little32;

import java.util.HashSet;
import java.util.Set;

/** Walks over the blocks of an inode, in the order of the file: a tree of extents, or the pointers of ext2 and ext3 with up to three levels of indirection. */
final class Ext4BlockMap {
    private static final int HEADER_BYTES = 12; // of struct ext4_extent_header, and of an extent or index
    private static final int MAGIC = 0xf30a;
    private static final int MOST_LEVELS = 5; // "depth" in Linux Documentation/filesystems/ext4/ifork.rst
    private static final int MOST_BLOCKS = 32768; // ee_len above it: allocated, but not written yet
    private static final int DIRECT = 12;

    private final Ext4Blocks blocks;
    private final Ext4Inode inode;
    private final Visitor visitor;
    private final Set<Long> seen = new HashSet<>();
    private long nextLogical;

    /** Is told of blocks. */
    interface Visitor {
        /**
         * Takes a run of blocks with content.
         *
         * @param logical where it stands in the file, in blocks
         * @param physical its first block
         * @param written false if the blocks are kept for the file but read as zeroes
         */
        void content(long logical, long physical, int count, boolean written);

        /** Takes a block that says where others are, before those; false if it is not to be followed. */
        boolean tree(long physical);
    }

    private Ext4BlockMap(Ext4Blocks blocks, Ext4Inode inode, Visitor visitor) {
        this.blocks = blocks;
        this.inode = inode;
        this.visitor = visitor;
    }

    /** Tells a visitor of all blocks; {@link Ext4DamagedException} if they cannot be what they say, after those before that. */
    static void walk(Ext4Blocks blocks, Ext4Inode inode, Visitor visitor) {
        if (!inode.hasBlocks()) {
            return;
        }
        Ext4BlockMap map = new Ext4BlockMap(blocks, inode, visitor);
        if (inode.hasExtents()) {
            map.extents(inode.raw(), Ext4Inode.POINTERS, Ext4Inode.POINTER_BYTES, -1);
        } else {
            map.pointers();
        }
    }

    private Ext4DamagedException damaged(String what) {
        return new Ext4DamagedException("inode " + inode.number() + " " + what);
    }

    private void extents(byte[] node, int at, int bytes, int expectedDepth) {
        int entries = little16(node, at + 2);
        int depth = little16(node, at + 6);
        if (little16(node, at) != MAGIC) {
            throw damaged("has a node of its extent tree without the magic number F30A");
        }
        if (expectedDepth < 0 ? depth > MOST_LEVELS : depth != expectedDepth) {
            throw damaged("has a node of its extent tree of depth %d".formatted(depth));
        }
        if (entries > bytes / HEADER_BYTES - 1) {
            throw damaged("has a node of its extent tree with %d entries, it has room for %d"
                    .formatted(entries, bytes / HEADER_BYTES - 1));
        }
        for (int i = 1; i <= entries; i++) {
            int entry = at + i * HEADER_BYTES;
            if (depth == 0) {
                extent(node, entry);
            } else {
                byte[] child = tree(little32(node, entry + 4) | (long) little16(node, entry + 8) << 32);
                if (child.length > 0) {
                    extents(child, 0, child.length, depth - 1);
                }
            }
        }
    }

    private void extent(byte[] node, int at) {
        long logical = little32(node, at);
        int length = little16(node, at + 4);
        boolean written = length <= MOST_BLOCKS;
        int count = written ? length : length - MOST_BLOCKS;
        long physical = little32(node, at + 8) | (long) little16(node, at + 6) << 32;
        if (count == 0 || logical < nextLogical) {
            throw damaged("has an extent of %d blocks at block %d of the file, behind one that ends at %d"
                    .formatted(count, logical, nextLogical));
        }
        checkInside(physical, count);
        nextLogical = logical + count;
        visitor.content(logical, physical, count, written);
    }

    private void checkInside(long physical, int count) {
        if (!blocks.contains(physical, count)) {
            throw damaged("has the blocks %d to %d, the file system has %d"
                    .formatted(physical, physical + count - 1, blocks.count()));
        }
    }

    /** Reads a block that says where others are; empty if the visitor does not want it followed. */
    private byte[] tree(long physical) {
        checkInside(physical, 1);
        if (!seen.add(physical)) {
            throw damaged("comes back to block %d in its tree of blocks".formatted(physical));
        }
        return visitor.tree(physical) ? blocks.read(physical, 1) : new byte[0];
    }

    private void pointers() {
        for (int i = 0; i < DIRECT; i++) {
            pointer(little32(inode.raw(), Ext4Inode.POINTERS + i * 4));
        }
        for (int levels = 1; levels <= 3; levels++) {
            indirect(little32(inode.raw(), Ext4Inode.POINTERS + (DIRECT + levels - 1) * 4), levels);
        }
    }

    private void pointer(long physical) {
        if (physical != 0) {
            checkInside(physical, 1);
            visitor.content(nextLogical, physical, 1, true);
        }
        nextLogical++;
    }

    private void indirect(long physical, int levels) {
        int fan = blocks.blockBytes() / 4;
        byte[] block = physical == 0 ? new byte[0] : tree(physical);
        if (block.length == 0) {
            nextLogical += (long) Math.pow(fan, levels);
            return;
        }
        for (int at = 0; at < block.length; at += 4) {
            if (levels == 1) {
                pointer(little32(block, at));
            } else {
                indirect(little32(block, at), levels - 1);
            }
        }
    }
}
