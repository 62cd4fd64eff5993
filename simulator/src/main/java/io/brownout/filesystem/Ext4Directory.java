package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.little16;
import static io.brownout.filesystem.StoredNumbers.little32;
import static io.brownout.filesystem.StoredNumbers.unsigned8;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Reads the names out of a block of a directory (struct ext4_dir_entry_2). The blocks of a hash tree's index look like blocks without names, so that linear reading finds every name. */
final class Ext4Directory {
    private static final int CHECKSUM_TAIL = 0xde; // in place of a file type: struct ext4_dir_entry_tail

    private Ext4Directory() {}

    /** A name and what it stands for. */
    record Name(String text, long inode) {
        boolean isDots() {
            return text.equals(".") || text.equals("..");
        }
    }

    /** Returns the names, {@code .} and {@code ..} among them; {@link Ext4DamagedException} if they are not linked as they must. */
    static List<Name> names(byte[] block, int from, int to) {
        List<Name> names = new ArrayList<>();
        for (int at = from; at < to; ) {
            if (at + 8 > to) {
                throw new Ext4DamagedException(
                        "an entry begins %d bytes before the end of its block".formatted(to - at));
            }
            int length = entryLength(little16(block, at + 4), to - from);
            int nameLength = unsigned8(block, at + 6);
            if (length < 8 || length % 4 != 0 || length > to - at || nameLength + 8 > length) {
                throw new Ext4DamagedException("an entry at byte %d of its block has %d bytes and a name of %d"
                        .formatted(at - from, length, nameLength));
            }
            long inode = little32(block, at);
            if (inode != 0 && nameLength > 0) {
                names.add(new Name(new String(block, at + 8, nameLength, UTF_8), inode));
            }
            at += length;
        }
        return names;
    }

    /** The lengths of a block of 64 KiB do not fit into 16 bits ({@code fs/ext4/ext4.h}, ext4_rec_len_from_disk). */
    private static int entryLength(int stored, int blockBytes) {
        if (blockBytes < 65536) {
            return stored;
        }
        return stored == 65535 || stored == 0 ? blockBytes : (stored & 65532) | ((stored & 3) << 16);
    }

    /** Says whether the checksum of a block is right: of names, or of a hash tree's index ({@code fs/ext4/namei.c}, ext4_dirblock_csum and ext4_dx_csum). */
    static boolean isIntact(byte[] block, int seed) {
        int tail = block.length - 12;
        boolean leaf = little32(block, tail) == 0
                && little16(block, tail + 4) == 12
                && unsigned8(block, tail + 7) == CHECKSUM_TAIL;
        if (leaf) {
            return Crc32c.of(seed, block, 0, tail) == (int) little32(block, tail + 8);
        }
        int counts = little16(block, 4) == block.length || entryLength(little16(block, 4), block.length) == block.length
                ? 8
                : 32;
        int limit = little16(block, counts);
        int count = little16(block, counts + 2);
        int end = counts + limit * 8;
        if (count > limit || end + 8 > block.length) {
            return false;
        }
        int crc = Crc32c.of(seed, block, 0, counts + count * 8);
        crc = Crc32c.of(crc, block, end, 4);
        return Crc32c.of(crc, new byte[4]) == (int) little32(block, end + 4);
    }
}
