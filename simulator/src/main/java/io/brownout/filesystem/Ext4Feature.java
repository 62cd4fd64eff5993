package io.brownout.filesystem;

/** The features of an ext4 file system that change how it is read (Linux {@code fs/ext4/ext4.h}, EXT4_FEATURE_*). */
enum Ext4Feature {
    HAS_JOURNAL(Set.COMPATIBLE, 0x4),
    RESERVED_DESCRIPTORS(Set.COMPATIBLE, 0x10),
    SPARSE_SUPER2(Set.COMPATIBLE, 0x200),

    NEEDS_RECOVERY(Set.INCOMPATIBLE, 0x4),
    META_GROUPS(Set.INCOMPATIBLE, 0x10),
    EXTENTS(Set.INCOMPATIBLE, 0x40),
    WIDE(Set.INCOMPATIBLE, 0x80),
    CHECKSUM_SEED(Set.INCOMPATIBLE, 0x2000),

    SPARSE_SUPER(Set.READ_ONLY_COMPATIBLE, 0x1),
    GROUP_CHECKSUM(Set.READ_ONLY_COMPATIBLE, 0x10),
    BIG_CLUSTERS(Set.READ_ONLY_COMPATIBLE, 0x200),
    METADATA_CHECKSUM(Set.READ_ONLY_COMPATIBLE, 0x400);

    /** Which of the three words of the superblock a feature stands in. */
    enum Set {
        /** May be ignored. */
        COMPATIBLE,
        /** Whoever does not know it must not read. */
        INCOMPATIBLE,
        /** Whoever does not know it must not write. */
        READ_ONLY_COMPATIBLE
    }

    /**
     * The incompatible features that reading here takes into account, or that do not matter to it: filetype, recover, meta_bg, extents, 64bit, mmp, flex_bg, ea_inode, csum_seed, large_dir, inline_data,
     * encrypt (names stay as stored), casefold.
     */
    static final long READABLE =
            0x2 | 0x4 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000;

    private final Set set;
    private final int bit;

    Ext4Feature(Set set, int bit) {
        this.set = set;
        this.bit = bit;
    }

    boolean isIn(long compatible, long incompatible, long readOnlyCompatible) {
        long word = switch (set) {
            case COMPATIBLE -> compatible;
            case INCOMPATIBLE -> incompatible;
            case READ_ONLY_COMPATIBLE -> readOnlyCompatible;
        };
        return (word & bit) != 0;
    }
}
