package io.brownout.filesystem;

import io.brownout.filesystem.SectorOwner.Kind;

/** Marks the blocks of an ext4 file system that are no file's, ever: those that are where they are since it was made. */
final class Ext4FixedParts {
    private final Ext4Volume volume;
    private final BlockOwners owners;

    Ext4FixedParts(Ext4Volume volume, BlockOwners owners) {
        this.volume = volume;
        this.owners = owners;
    }

    /** Marks what each group has of its own: copies of the superblock and of the descriptors, bitmaps and the table of inodes. */
    void markGroups() {
        Ext4Superblock superblock = volume.superblock();
        long all = Math.ceilDiv(superblock.groups(), superblock.descriptorsPerBlock());
        long before = superblock.has(Ext4Feature.META_GROUPS) ? Math.min(all, superblock.firstMetaGroup()) : all;
        owners.fix(0, superblock.blockBytes() == 1024 ? 2 : 1, Kind.SUPERBLOCK, 0);
        for (long number = 0; number < superblock.groups(); number++) {
            Ext4Group group = volume.group(number);
            long at = superblock.firstBlockOf(number);
            if (superblock.hasSuperblock(number)) {
                owners.fix(at++, 1, Kind.SUPERBLOCK, (int) number);
                owners.fix(at, before + superblock.reservedDescriptorBlocks(), Kind.GROUP_DESCRIPTORS, (int) number);
            }
            markMetaGroup(number, at);
            owners.fix(group.blockBitmap(), 1, Kind.BLOCK_BITMAP, (int) number);
            owners.fix(group.inodeBitmap(), 1, Kind.INODE_BITMAP, (int) number);
            owners.fix(group.inodeTable(), superblock.inodeTableBlocks(), Kind.INODE_TABLE, (int) number);
        }
    }

    /** With meta_bg the descriptors of a group of groups lie in its first, second and last one. */
    private void markMetaGroup(long number, long at) {
        Ext4Superblock superblock = volume.superblock();
        int perBlock = superblock.descriptorsPerBlock();
        long within = number % perBlock;
        boolean holds = within == 0 || within == 1 || within == perBlock - 1;
        if (superblock.has(Ext4Feature.META_GROUPS) && number / perBlock >= superblock.firstMetaGroup() && holds) {
            owners.fix(at, 1, Kind.GROUP_DESCRIPTORS, (int) number);
        }
    }

    /** Marks the blocks of the journal with their numbers in it. */
    void markJournal(Ext4Journal journal) {
        for (int i = 0; i < journal.length(); i++) {
            if (journal.place(i) != 0) {
                owners.fix(journal.place(i), 1, Kind.JOURNAL, i);
            }
        }
    }
}
