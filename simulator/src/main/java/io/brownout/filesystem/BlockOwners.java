package io.brownout.filesystem;

import io.brownout.filesystem.SectorOwner.Kind;
import org.jspecify.annotations.Nullable;

/** Which inode each block of an ext4 file system belongs to and as what, or which part of the file system it is. The first that claims a block has it. */
final class BlockOwners {
    private final Kind[] kinds;
    private final int[] inodes;
    private @Nullable String[] former = {};

    BlockOwners(int blocks) {
        kinds = new Kind[blocks];
        inodes = new int[blocks];
        java.util.Arrays.fill(kinds, Kind.UNUSED);
    }

    boolean contains(long block) {
        return block >= 0 && block < kinds.length;
    }

    Kind kind(long block) {
        return kinds[(int) block];
    }

    /** Returns the inode that a block belongs to; of the journal the number of the block in it; of a part of the file system the group. */
    int inode(long block) {
        return inodes[(int) block];
    }

    boolean isFree(long block) {
        return kinds[(int) block] == Kind.UNUSED;
    }

    /** Makes blocks a part of the file system itself; those outside of it are left out. */
    void fix(long block, long count, Kind kind, int number) {
        long end = Math.min(block + count, kinds.length);
        for (long at = Math.max(block, 0); at < end; at++) {
            if (isFree(at)) {
                kinds[(int) at] = kind;
                inodes[(int) at] = number;
            }
        }
    }

    /** Gives a block to an inode, if it is free or the inode's own; says whether it was free. */
    boolean claim(long block, int inode, Kind kind) {
        if (!isFree(block)) {
            return false;
        }
        kinds[(int) block] = kind;
        inodes[(int) block] = inode;
        return true;
    }

    /** Takes a block from an inode, if it has it; remembers the path of the file whose it was. */
    void release(long block, int inode, String path) {
        boolean isFixed = !isFree(block) && !belongsToInode(kind(block));
        if (isFree(block) || isFixed || inodes[(int) block] != inode) {
            return;
        }
        kinds[(int) block] = Kind.UNUSED;
        if (former.length == 0) {
            former = new @Nullable String[kinds.length];
        }
        former[(int) block] = path;
    }

    static boolean belongsToInode(Kind kind) {
        return switch (kind) {
            case FILE_DATA, DIRECTORY, SYMBOLIC_LINK, EXTENT_TREE, EXTENDED_ATTRIBUTES -> true;
            case INODE_TABLE,
                    INODE_BITMAP,
                    BLOCK_BITMAP,
                    GROUP_DESCRIPTORS,
                    SUPERBLOCK,
                    JOURNAL,
                    FAT_TABLE,
                    FAT_BOOT_SECTOR,
                    FAT_INFO,
                    FAT_DIRECTORY,
                    PARTITION_TABLE,
                    UNUSED,
                    UNKNOWN -> false;
        };
    }

    /** Returns the path of the file that a free block belonged to last; empty if it is not known. */
    String former(long block) {
        String path = former.length == 0 ? null : former[(int) block];
        return path == null ? "" : path;
    }
}
