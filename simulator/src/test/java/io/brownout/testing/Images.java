package io.brownout.testing;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Raw images for tests, made by the tools that make real ones. */
public final class Images {
    public static final String MTOOLS = "mtools";
    public static final String FDISK = "fdisk";
    public static final String E2FSPROGS = "e2fsprogs";
    public static final long BOOT_SECTOR = 2048;

    private Images() {}

    public static Path sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(bytes);
        }
        return file;
    }

    /** A small card like the real ones: FAT16, two ext4, an extended partition with two ext4 in it; 48 MiB. */
    public static Path card(Path file) throws IOException {
        sparse(file, 48 << 20);
        Tool.runWithInput(FDISK, """
                label: dos
                label-id: 0x0badcafe
                start=2048, size=16384, type=e, bootable
                start=18432, size=16384, type=83
                start=34816, size=16384, type=83
                start=51200, size=47104, type=f
                start=53248, size=8192, type=83
                start=63488, size=16384, type=83
                """, "sfdisk", "--quiet", file.toString());
        fat(file, BOOT_SECTOR, 16384, "resin-boot", "-c", "2");
        ext(file, 18432, 16384, "resin-rootA");
        ext(file, 34816, 16384, "resin-rootB");
        ext(file, 53248, 8192, "resin-state");
        ext(file, 63488, 16384, "resin-data");
        return file;
    }

    public static void fat(Path file, long sector, long sectors, String label, String... more) {
        String[] command = {
            "mformat",
            "-i",
            at(file, sector),
            "-T",
            Long.toString(sectors),
            "-v",
            label,
            "-N",
            "12345678",
            "-h",
            "16",
            "-s",
            "63"
        };
        String[] whole = java.util.Arrays.copyOf(command, command.length + more.length + 1);
        System.arraycopy(more, 0, whole, command.length, more.length);
        whole[whole.length - 1] = "::";
        Tool.run(MTOOLS, whole);
    }

    private static void ext(Path file, long sector, long sectors, String label) {
        Tool.run(
                E2FSPROGS,
                "mke2fs",
                "-q",
                "-F",
                "-t",
                "ext4",
                "-L",
                label,
                "-E",
                "offset=" + sector * SECTOR_BYTES,
                file.toString(),
                sectors / 2 + "k");
    }

    /** Names a partition within a raw file as mtools do. */
    public static String at(Path file, long sector) {
        return file + "@@" + sector * SECTOR_BYTES;
    }
}
