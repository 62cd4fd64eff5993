package io.brownout.filesystem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Learns the names of inodes from the directories of an ext4 file system, block by block as they change. */
final class Ext4Directories {
    private final Ext4Blocks blocks;
    private final BlockOwners owners;
    private final InodeNames names;
    private final Set<Long> unread = new LinkedHashSet<>();

    Ext4Directories(Ext4Blocks blocks, BlockOwners owners, InodeNames names) {
        this.blocks = blocks;
        this.owners = owners;
        this.names = names;
    }

    /** Notes a block of a directory that is new or different. */
    void changed(long block) {
        unread.add(block);
    }

    /** Reads the blocks that were noted. */
    void readChanged() {
        unread.forEach(this::read);
        unread.clear();
    }

    private void read(long block) {
        try {
            put(owners.inode(block), Ext4Directory.names(blocks.read(block, 1), 0, blocks.blockBytes()));
        } catch (Ext4DamagedException e) {
            return; // Its names stay as they were known.
        }
    }

    /** Reads a directory that lies in its inode. */
    void readInline(Ext4Inode inode) {
        try {
            put(inode.number(), Ext4Tree.inlineNames(inode));
        } catch (Ext4DamagedException e) {
            return; // As above.
        }
    }

    private void put(long directory, List<Ext4Directory.Name> found) {
        for (Ext4Directory.Name name : found) {
            if (!name.isDots()) {
                names.put(name.inode(), directory, name.text());
            }
        }
    }
}
