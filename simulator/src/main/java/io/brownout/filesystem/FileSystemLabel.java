package io.brownout.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;

/** Finds the label of a file system: ext2/3/4 or FAT. */
final class FileSystemLabel {
    private static final int EXT_SUPERBLOCK_SECTOR = 2;
    private static final int EXT_MAGIC = 0x38; // s_magic, Linux Documentation/filesystems/ext4/globals.rst
    private static final int EXT_VOLUME_NAME = 0x78; // s_volume_name, 16 bytes

    private FileSystemLabel() {}

    static Optional<String> read(SectorView card, long firstSector, long sectors) {
        if (firstSector < 0 || sectors < 4 || firstSector + sectors > card.sectors()) {
            return Optional.empty();
        }
        return ext(card.read(firstSector + EXT_SUPERBLOCK_SECTOR, 1)).or(() -> fat(card, firstSector, sectors));
    }

    private static Optional<String> ext(byte[] superblock) {
        boolean magic = superblock[EXT_MAGIC] == 0x53 && superblock[EXT_MAGIC + 1] == (byte) 0xef;
        return magic ? text(superblock, EXT_VOLUME_NAME, 16, UTF_8) : Optional.empty();
    }

    private static Optional<String> fat(SectorView card, long firstSector, long sectors) {
        try {
            return FatVolume.open(card, new Partition(0, 0, false, firstSector, sectors, ""))
                    .label();
        } catch (FatDamagedException e) {
            return Optional.empty(); // No FAT file system, or one too damaged to have a label.
        }
    }

    static Optional<String> text(byte[] bytes, int at, int length, Charset charset) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, at, end - at, charset).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Optional<String> fatText(byte[] bytes, int at) {
        return text(bytes, at, 11, ISO_8859_1).filter(label -> !label.equals("NO NAME"));
    }
}
