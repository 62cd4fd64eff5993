package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.little16;
import static io.brownout.filesystem.StoredNumbers.little32;

/**
 * A group descriptor: where the parts of a group lie (struct ext4_group_desc).
 *
 * @param blockBitmap its block
 * @param inodeBitmap its block
 * @param inodeTable the first block of its inodes
 * @param unusedInodes how many at the end of the table were never used, so that nothing need be there
 * @param isIntact whether its checksum is right; true if it has none
 */
record Ext4Group(
        long number,
        long blockBitmap,
        long inodeBitmap,
        long inodeTable,
        long freeBlocks,
        long freeInodes,
        long directories,
        int flags,
        long unusedInodes,
        boolean isIntact) {
    private static final int INODES_UNINITIALISED = 1;
    private static final int BLOCKS_UNINITIALISED = 2;
    private static final int CHECKSUM = 0x1e;

    static Ext4Group parse(Ext4Superblock superblock, long number, byte[] raw) {
        boolean wide = raw.length >= 64;
        return new Ext4Group(
                number,
                little32(raw, 0) | (wide ? little32(raw, 0x20) << 32 : 0),
                little32(raw, 4) | (wide ? little32(raw, 0x24) << 32 : 0),
                little32(raw, 8) | (wide ? little32(raw, 0x28) << 32 : 0),
                little16(raw, 0xc) | (wide ? (long) little16(raw, 0x2c) << 16 : 0),
                little16(raw, 0xe) | (wide ? (long) little16(raw, 0x2e) << 16 : 0),
                little16(raw, 0x10) | (wide ? (long) little16(raw, 0x30) << 16 : 0),
                little16(raw, 0x12),
                little16(raw, 0x1c) | (wide ? (long) little16(raw, 0x32) << 16 : 0),
                isIntact(superblock, number, raw));
    }

    /** Says how many inodes from the first on may be in use; what stands behind them is not to be read. */
    long usableInodes(Ext4Superblock superblock) {
        if (!hasChecksum(superblock)) {
            return superblock.inodesPerGroup(); // The flags are only kept along with a checksum.
        }
        return (flags & INODES_UNINITIALISED) != 0 ? 0 : Math.max(0, superblock.inodesPerGroup() - unusedInodes);
    }

    boolean hasBlockBitmap(Ext4Superblock superblock) {
        return !hasChecksum(superblock) || (flags & BLOCKS_UNINITIALISED) == 0;
    }

    private static boolean hasChecksum(Ext4Superblock superblock) {
        return superblock.has(Ext4Feature.METADATA_CHECKSUM) || superblock.has(Ext4Feature.GROUP_CHECKSUM);
    }

    /** See {@code fs/ext4/super.c}, ext4_group_desc_csum. */
    private static boolean isIntact(Ext4Superblock superblock, long number, byte[] raw) {
        if (!hasChecksum(superblock)) {
            return true;
        }
        byte[] zeroed = raw.clone();
        zeroed[CHECKSUM] = 0;
        zeroed[CHECKSUM + 1] = 0;
        int stored = little16(raw, CHECKSUM);
        if (superblock.has(Ext4Feature.METADATA_CHECKSUM)) {
            int begin = Crc32c.of(superblock.checksumSeed(), StoredNumbers.little32(number));
            return (Crc32c.of(begin, zeroed) & 0xffff) == stored;
        }
        int crc = crc16(0xffff, superblock.raw(), 0x68, 16);
        crc = crc16(crc, StoredNumbers.little32(number), 0, 4);
        crc = crc16(crc, raw, 0, CHECKSUM);
        return crc16(crc, raw, CHECKSUM + 2, raw.length - CHECKSUM - 2) == stored;
    }

    private static int crc16(int begin, byte[] bytes, int from, int length) {
        int crc = begin;
        for (int at = from; at < from + length; at++) {
            crc ^= StoredNumbers.unsigned8(bytes, at);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0
                        ? crc >>> 1
                        : (crc >>> 1) ^ 0xa001; // Linux lib/crc16.c: x^16 + x^15 + x^2 + 1, reflected
            }
        }
        return crc;
    }
}
