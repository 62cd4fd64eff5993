package io.brownout.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Real guests for tests: the probe, and cards on which U-Boot runs a script and nothing else, which takes a fifth of a second. */
final class Guests {
    /** Where the script finds the card's FAT partition and free memory, on a Pi 3. */
    static final String FAT = "mmc 0:1";

    static final String MEMORY = "0x02000000";

    /** What poweroff would do on a Pi 3: the halt partition into PM_RSTS, a full reset into PM_RSTC (U-Boot, arch/arm/mach-bcm283x/reset.c). */
    static final String POWER_OFF = "mw.l 0x3f100020 0x5a000555; mw.l 0x3f10001c 0x5a000020";

    private static final int FIRST_SECTOR = 8192;
    private static final int BYTES = 64 << 20;

    private Guests() {}

    /** Returns the store that tests build their images with. */
    static ImageStore store() {
        return new ImageStore(Path.of("images"), ImageStore.usualCache(), System.err::println);
    }

    /** Returns the probe, built if it is not in the cache. */
    static Image probe() {
        return store().image(ImageName.parse("probe:1"));
    }

    /** Makes a card image on which the probe's U-Boot runs a script. */
    static Path running(Path folder, String script) {
        Path image = blank(folder);
        Path text = write(folder.resolve("boot.cmd"), script);
        Path compiled = folder.resolve("boot.scr");
        call(
                folder,
                "mkimage",
                "-A",
                "arm64",
                "-T",
                "script",
                "-C",
                "none",
                "-d",
                text.toString(),
                compiled.toString());
        put(image, compiled, "boot.scr");
        return image;
    }

    /** Makes a card image that has everything but a script. */
    static Path blank(Path folder) {
        try {
            Path image = folder.resolve("guest.img");
            Path fat = Files.createDirectories(folder.resolve("fat"));
            try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
            Path table = write(folder.resolve("table"), "label: dos\n%d,,0xe,*\n".formatted(FIRST_SECTOR));
            call(
                    folder,
                    "sh",
                    "-c",
                    "PATH=$PATH:/usr/sbin:/sbin; sfdisk -q \"$1\" <\"$2\"; mkfs.vfat -F 16 -n GUEST --offset \"$3\" \"$1\" \"$4\"",
                    "sh",
                    image.toString(),
                    table.toString(),
                    Integer.toString(FIRST_SECTOR),
                    Integer.toString((BYTES - FIRST_SECTOR * 512) / 1024));
            String probe = probe().path() + "@@4M";
            for (String name :
                    List.of("config.txt", "u-boot-rpi3.bin", "u-boot-virt.bin", "bcm2837-rpi-3-b.dtb", "uboot.env")) {
                call(folder, "mcopy", "-o", "-i", probe, "::" + name, fat.toString());
                put(image, fat.resolve(name), name);
            }
            return image;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Copies a file onto the FAT of an image. */
    static void put(Path image, Path file, String name) {
        call(
                image.resolveSibling("."),
                "mcopy",
                "-o",
                "-i",
                image + "@@" + FIRST_SECTOR * 512,
                file.toString(),
                "::" + name);
    }

    /** Deletes a file from the FAT of an image. */
    static void delete(Path image, String name) {
        call(image.resolveSibling("."), "mdel", "-i", image + "@@" + FIRST_SECTOR * 512, "::" + name);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void call(Path folder, String... line) {
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(Duration.ofMinutes(1)) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", line) + " failed: " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
