package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.little16;
import static io.brownout.filesystem.StoredNumbers.little32;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The superblock of ext2, ext3 or ext4, with the fields that reading needs (Linux {@code fs/ext4/ext4.h}, struct ext4_super_block; offsets are those of Documentation/filesystems/ext4/super.rst). Blocks count
 * from 0, inodes from 1.
 */
final class Ext4Superblock {
    static final int BYTES = 1024;
    private static final int MOST_GROUPS = 1 << 20;
    private static final int CHECKSUM = 0x3fc;

    private final byte[] raw;
    private final Set<Ext4Feature> features;
    private final int checksumSeed;

    private Ext4Superblock(byte[] raw, Set<Ext4Feature> features) {
        this.raw = raw;
        this.features = features;
        this.checksumSeed =
                has(Ext4Feature.CHECKSUM_SEED) ? (int) little32(raw, 0x270) : Crc32c.of(Crc32c.BEGIN, raw, 0x68, 16);
    }

    /** Reads it; {@link Ext4DamagedException} says which field cannot be. */
    static Ext4Superblock parse(byte[] raw, long partitionBytes) {
        check(little16(raw, 0x38) == 0xef53, "its superblock has no magic number EF53");
        check(
                little32(raw, 0x18) <= 6,
                "its superblock says blocks of 1024 << %d bytes, expected at most 64 KiB"
                        .formatted(little32(raw, 0x18)));
        Ext4Superblock superblock = new Ext4Superblock(raw.clone(), features(raw));
        superblock.checkGeometry(partitionBytes);
        return superblock;
    }

    private static Set<Ext4Feature> features(byte[] raw) {
        if (little32(raw, 0x4c) == 0) {
            return Set.of(); // Revision 0: the words do not exist yet.
        }
        long incompatible = little32(raw, 0x60);
        check(
                (incompatible & ~Ext4Feature.READABLE) == 0,
                "its superblock names features that are not known here: 0x%x"
                        .formatted(incompatible & ~Ext4Feature.READABLE));
        Set<Ext4Feature> features = EnumSet.noneOf(Ext4Feature.class);
        for (Ext4Feature feature : Ext4Feature.values()) {
            if (feature.isIn(little32(raw, 0x5c), incompatible, little32(raw, 0x64))) {
                features.add(feature);
            }
        }
        return features;
    }

    private void checkGeometry(long partitionBytes) {
        check(
                firstDataBlock() == (blockBytes() == BYTES && !has(Ext4Feature.BIG_CLUSTERS) ? 1 : 0)
                        || firstDataBlock() == 0,
                "its superblock says that group 0 begins at block %d".formatted(firstDataBlock()));
        check(
                blocks() > firstDataBlock() && blocks() <= partitionBytes / blockBytes(),
                "its superblock says %d blocks of %d bytes, its partition has %d bytes"
                        .formatted(blocks(), blockBytes(), partitionBytes));
        check(blocks() <= Integer.MAX_VALUE, "it has %d blocks, more than are read here".formatted(blocks()));
        check(
                blocksPerGroup() >= 8
                        && blocksPerGroup() <= (long) blockBytes() * 8 * (has(Ext4Feature.BIG_CLUSTERS) ? 1 << 16 : 1),
                "its superblock says %d blocks a group".formatted(blocksPerGroup()));
        check(
                Integer.bitCount(inodeBytes()) == 1 && inodeBytes() >= 128 && inodeBytes() <= blockBytes(),
                "its superblock says inodes of %d bytes".formatted(inodeBytes()));
        check(
                Integer.bitCount(descriptorBytes()) == 1
                        && descriptorBytes() >= 32
                        && descriptorBytes() <= blockBytes(),
                "its superblock says group descriptors of %d bytes".formatted(descriptorBytes()));
        check(
                inodesPerGroup() >= 1 && inodesPerGroup() <= (long) blockBytes() * 8,
                "its superblock says %d inodes a group".formatted(inodesPerGroup()));
        check(groups() <= MOST_GROUPS, "its superblock makes %d groups".formatted(groups()));
        check(
                inodes() == groups() * inodesPerGroup() && inodes() <= Integer.MAX_VALUE,
                "its superblock says %d inodes, expected %d for each of its %d groups"
                        .formatted(inodes(), inodesPerGroup(), groups()));
        check(
                reservedDescriptorBlocks() <= blockBytes() / 4,
                "its superblock keeps %d blocks for group descriptors".formatted(reservedDescriptorBlocks()));
    }

    private boolean isFirstRevision() {
        return little32(raw, 0x4c) == 0;
    }

    int blockBytes() {
        return BYTES << little32(raw, 0x18);
    }

    long blocks() {
        return little32(raw, 4) | (has(Ext4Feature.WIDE) ? little32(raw, 0x150) << 32 : 0);
    }

    long inodes() {
        return little32(raw, 0);
    }

    /** Returns the first block of group 0: 1 where a block has 1024 bytes, else 0. */
    long firstDataBlock() {
        return little32(raw, 0x14);
    }

    long blocksPerGroup() {
        return little32(raw, 0x20);
    }

    long inodesPerGroup() {
        return little32(raw, 0x28);
    }

    int inodeBytes() {
        return isFirstRevision() ? 128 : little16(raw, 0x58);
    }

    int descriptorBytes() {
        return has(Ext4Feature.WIDE) ? little16(raw, 0xfe) : 32;
    }

    /** Says how many blocks are kept behind the group descriptors so that there may be more of them. */
    int reservedDescriptorBlocks() {
        return has(Ext4Feature.RESERVED_DESCRIPTORS) ? little16(raw, 0xce) : 0;
    }

    /** Returns the first of the groups of groups whose descriptors lie in themselves; only with that feature. */
    long firstMetaGroup() {
        return little32(raw, 0x104);
    }

    /** Returns what checksums of metadata begin with. */
    int checksumSeed() {
        return checksumSeed;
    }

    /** Returns its bytes; not to be changed. */
    byte[] raw() {
        return raw;
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new Ext4DamagedException(otherwise);
        }
    }

    boolean has(Ext4Feature feature) {
        return features.contains(feature);
    }

    long groups() {
        return Math.ceilDiv(blocks() - firstDataBlock(), blocksPerGroup());
    }

    int blockSectors() {
        return blockBytes() / SectorView.SECTOR_BYTES;
    }

    /** Says how many blocks the inodes of a group fill. */
    long inodeTableBlocks() {
        return Math.ceilDiv(inodesPerGroup() * inodeBytes(), blockBytes());
    }

    int descriptorsPerBlock() {
        return blockBytes() / descriptorBytes();
    }

    long firstBlockOf(long group) {
        return firstDataBlock() + group * blocksPerGroup();
    }

    /** Says whether a group begins with a copy of the superblock ({@code fs/ext4/balloc.c}, ext4_bg_has_super). */
    boolean hasSuperblock(long group) {
        if (group == 0) {
            return true;
        }
        if (has(Ext4Feature.SPARSE_SUPER2)) {
            return group == little32(raw, 0x24c) || group == little32(raw, 0x250);
        }
        return group == 1
                || !has(Ext4Feature.SPARSE_SUPER)
                || isPower(group, 3)
                || isPower(group, 5)
                || isPower(group, 7);
    }

    private static boolean isPower(long number, int base) {
        long power = base;
        while (power < number) {
            power *= base;
        }
        return power == number;
    }

    /** Says whether two describe the same places, so that what is known of one holds for the other. */
    boolean sameGeometry(Ext4Superblock other) {
        return blockBytes() == other.blockBytes()
                && blocks() == other.blocks()
                && inodes() == other.inodes()
                && blocksPerGroup() == other.blocksPerGroup()
                && inodeBytes() == other.inodeBytes()
                && descriptorBytes() == other.descriptorBytes()
                && Arrays.equals(raw, 0x68, 0x78, other.raw, 0x68, 0x78); // the UUID: mke2fs draws a new one
    }

    Optional<String> label() {
        return FileSystemLabel.text(raw, 0x78, 16, UTF_8);
    }

    /** Returns the inode of the journal; 0 if there is none inside. */
    long journalInode() {
        return has(Ext4Feature.HAS_JOURNAL) ? little32(raw, 0xe0) : 0;
    }

    /** Returns the first inode that is not kept for the file system itself. */
    long firstInode() {
        return isFirstRevision() ? 11 : little32(raw, 0x54);
    }

    long freeBlocks() {
        return little32(raw, 0xc) | (has(Ext4Feature.WIDE) ? little32(raw, 0x158) << 32 : 0);
    }

    long freeInodes() {
        return little32(raw, 0x10);
    }

    int mounts() {
        return little16(raw, 0x34);
    }

    /** Says whether it was unmounted cleanly when it was written, and no error has been met since. */
    boolean isClean() {
        return (little16(raw, 0x3a) & 3) == 1;
    }

    /** Returns the first of the inodes that were deleted while they were open; 0 for none. */
    long lastOrphan() {
        return little32(raw, 0xe8);
    }

    /** Returns the number of blocks that one bit of a bitmap stands for. */
    int clusterBlocks() {
        return has(Ext4Feature.BIG_CLUSTERS) ? 1 << Math.clamp(little32(raw, 0x1c) - little32(raw, 0x18), 0, 16) : 1;
    }

    /** Says whether its checksum is right; true if it has none. */
    boolean isIntact() {
        return !has(Ext4Feature.METADATA_CHECKSUM)
                || Crc32c.of(Crc32c.BEGIN, raw, 0, CHECKSUM) == (int) little32(raw, CHECKSUM);
    }
}
