package io.brownout.filesystem;

/**
 * What a sector of a card is for.
 *
 * @param path of the file or directory it belongs to, in its file system, for example {@code /var/log/messages}; empty if it serves the whole file system, or nobody
 * @param detail more for people, for example what a block of the journal carries; empty if there is nothing more to say
 */
public record SectorOwner(Kind kind, String path, String detail) {
    /** What sectors are for. */
    public enum Kind {
        /** Content of a file. */
        FILE_DATA("file data"),
        /** Names in a directory of ext4. */
        DIRECTORY("directory"),
        /** A symbolic link that is too long for its inode. */
        SYMBOLIC_LINK("symbolic link"),
        /** Which blocks a file has, where its inode has no room for that. */
        EXTENT_TREE("extent tree"),
        /** Extended attributes outside of their inode. */
        EXTENDED_ATTRIBUTES("extended attributes"),
        /** Inodes. */
        INODE_TABLE("inode table"),
        /** Which inodes of a group are in use. */
        INODE_BITMAP("inode bitmap"),
        /** Which blocks of a group are in use. */
        BLOCK_BITMAP("block bitmap"),
        /** Where the parts of each group lie, and the room kept for more of them. */
        GROUP_DESCRIPTORS("group descriptors"),
        /** The superblock of ext4, or one of its copies. */
        SUPERBLOCK("superblock"),
        /** The journal of ext4; the detail says what a block carries. */
        JOURNAL("journal"),
        /** The table of a FAT file system, or its copy. */
        FAT_TABLE("FAT"),
        /** The reserved sectors in front of a FAT, but for the one of {@link #FAT_INFO}. */
        FAT_BOOT_SECTOR("FAT boot sector"),
        /** The count of free clusters that FAT32 keeps. */
        FAT_INFO("FAT information sector"),
        /** Names in a directory of FAT. */
        FAT_DIRECTORY("FAT directory"),
        /** The master boot record, or a link in the chain of logical partitions. */
        PARTITION_TABLE("partition table"),
        /** Belongs to nothing: free, or between the partitions. The path is that of the last file that had it, if one did. */
        UNUSED("unused"),
        /** In a partition without a file system that can be read. */
        UNKNOWN("unknown");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns its name for people, in lower case. */
        public String words() {
            return words;
        }
    }

    /** Creates an owner that serves a whole file system, or nobody. */
    public static SectorOwner of(Kind kind) {
        return new SectorOwner(kind, "", "");
    }

    /** Creates an owner that belongs to a file or directory. */
    public static SectorOwner of(Kind kind, String path) {
        return new SectorOwner(kind, path, "");
    }

    /** Says whether it is known what the sector is for. */
    public boolean isKnown() {
        return kind != Kind.UNUSED && kind != Kind.UNKNOWN;
    }

    SectorOwner withDetail(String other) {
        return new SectorOwner(kind, path, other);
    }
}
