package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.little16;
import static io.brownout.filesystem.StoredNumbers.little32;

import java.util.Arrays;

/** An inode as stored (struct ext4_inode). */
final class Ext4Inode {
    static final long ROOT = 2;
    static final int POINTERS = 0x28;
    static final int POINTER_BYTES = 60;

    private static final int EXTENTS = 0x80000;
    private static final int ATTRIBUTE_VALUE = 0x200000;
    private static final int INLINE = 0x10000000;
    private static final int INDEXED = 0x1000;
    private static final int CHECKSUM_LOW = 0x7c;
    private static final int CHECKSUM_HIGH = 0x82;

    private final long number;
    private final byte[] raw;

    Ext4Inode(long number, byte[] raw) {
        this.number = number;
        this.raw = raw;
    }

    long number() {
        return number;
    }

    /** Returns its bytes; not to be changed. */
    byte[] raw() {
        return raw;
    }

    int mode() {
        return little16(raw, 0);
    }

    int links() {
        return little16(raw, 0x1a);
    }

    private long flags() {
        return little32(raw, 0x20);
    }

    /** Returns the size in bytes. */
    long size() {
        return little32(raw, 4) | (isFile() || isDirectory() ? little32(raw, 0x6c) << 32 : 0);
    }

    private long deletedAt() {
        return little32(raw, 0x14);
    }

    long generation() {
        return little32(raw, 0x64);
    }

    /** Returns the block of its extended attributes; 0 for none. */
    long attributeBlock() {
        return little32(raw, 0x68) | (long) little16(raw, 0x76) << 32;
    }

    boolean isDirectory() {
        return (mode() & 0xf000) == 0x4000;
    }

    boolean isFile() {
        return (mode() & 0xf000) == 0x8000;
    }

    boolean isSymbolicLink() {
        return (mode() & 0xf000) == 0xa000;
    }

    boolean hasExtents() {
        return (flags() & EXTENTS) != 0;
    }

    boolean isInline() {
        return (flags() & INLINE) != 0;
    }

    boolean isIndexed() {
        return (flags() & INDEXED) != 0;
    }

    boolean isAttributeValue() {
        return (flags() & ATTRIBUTE_VALUE) != 0;
    }

    /** Says whether it is a symbolic link short enough to stand in the inode. */
    boolean isFastLink() {
        return isSymbolicLink() && size() < POINTER_BYTES && !hasExtents() && !isInline();
    }

    /** Says whether blocks hang from it at all. */
    boolean hasBlocks() {
        return !isInline() && !isFastLink() && (isDirectory() || isFile() || isSymbolicLink());
    }

    /**
     * Says whether it stands for something. One that was deleted while open has no links, and instead of the time of its deletion the number of the next such inode ({@code fs/ext4/namei.c}, NEXT_ORPHAN).
     */
    boolean isUsed(long inodes) {
        return mode() != 0 && (links() > 0 || deletedAt() <= inodes);
    }

    /** Says whether it was deleted while open, and its blocks are not free yet. */
    boolean isOrphan() {
        return mode() != 0 && links() == 0;
    }

    /** Returns a number that is another one when blocks, kind or size are others. */
    int identity() {
        return 31 * Arrays.hashCode(Arrays.copyOf(raw, 8)) + Arrays.hashCode(Arrays.copyOfRange(raw, 0x14, raw.length));
    }

    private int bodyEnd() {
        return raw.length > 128 ? Math.min(raw.length, 128 + little16(raw, 0x80)) : 128;
    }

    /** Returns what checksums of blocks that belong to it begin with. */
    int checksumSeed(Ext4Superblock superblock) {
        int begin = Crc32c.of(superblock.checksumSeed(), StoredNumbers.little32(number));
        return Crc32c.of(begin, StoredNumbers.little32(generation()));
    }

    /** Says whether its checksum is right; true if it has none ({@code fs/ext4/inode.c}, ext4_inode_csum). */
    boolean isIntact(Ext4Superblock superblock) {
        if (!superblock.has(Ext4Feature.METADATA_CHECKSUM)) {
            return true;
        }
        boolean wide = bodyEnd() >= CHECKSUM_HIGH + 2;
        byte[] zeroed = raw.clone();
        Arrays.fill(zeroed, CHECKSUM_LOW, CHECKSUM_LOW + 2, (byte) 0);
        long stored = little16(raw, CHECKSUM_LOW);
        if (wide) {
            Arrays.fill(zeroed, CHECKSUM_HIGH, CHECKSUM_HIGH + 2, (byte) 0);
            stored |= (long) little16(raw, CHECKSUM_HIGH) << 16;
        }
        long computed = Integer.toUnsignedLong(Crc32c.of(checksumSeed(superblock), zeroed));
        return stored == (wide ? computed : computed & 0xffff);
    }

    /** Returns what is stored in the inode itself: a short symbolic link, or the data of inline_data. */
    byte[] inlineContent() {
        if (isFastLink()) {
            return Arrays.copyOfRange(raw, POINTERS, POINTERS + (int) size());
        }
        byte[] first = Arrays.copyOfRange(raw, POINTERS, POINTERS + POINTER_BYTES);
        byte[] rest = inlineRest();
        byte[] whole = Arrays.copyOf(first, POINTER_BYTES + rest.length);
        System.arraycopy(rest, 0, whole, POINTER_BYTES, rest.length);
        return whole;
    }

    /** Returns the value of the attribute system.data, where inline data goes on ({@code fs/ext4/xattr.h}, struct ext4_xattr_entry). */
    byte[] inlineRest() {
        int header = bodyEnd();
        if (header + 4 > raw.length || little32(raw, header) != 0xEA020000L) {
            return new byte[0];
        }
        int first = header + 4;
        for (int at = first; at + 16 <= raw.length && little32(raw, at) != 0; ) {
            int nameLength = StoredNumbers.unsigned8(raw, at);
            boolean isData = StoredNumbers.unsigned8(raw, at + 1) == 7
                    && nameLength == 4
                    && at + 20 <= raw.length
                    && little32(raw, at + 16) == 0x61746164L; // "data"
            if (isData) {
                int from = first + little16(raw, at + 2);
                long length = little32(raw, at + 8);
                boolean fits = little32(raw, at + 4) == 0 && from + length <= raw.length;
                return fits ? Arrays.copyOfRange(raw, from, from + (int) length) : new byte[0];
            }
            at += 16 + ((nameLength + 3) & ~3);
        }
        return new byte[0];
    }
}
