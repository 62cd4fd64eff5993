package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does what a Pi's firmware does between power-on and the first instruction of the kernel, since QEMU has neither its boot ROM nor start.elf: reads config.txt, the kernel, its initramfs and the
 * device tree from the card's first FAT partition as it is now.
 *
 * <p>Follows the Raspberry Pi documentation: "config.txt", "Boot options" ({@code kernel}, {@code arm_64bit}, {@code cmdline}, {@code initramfs}, {@code ramfsfile}, {@code auto_initramfs},
 * {@code os_prefix}, {@code upstream_kernel}) and "Device trees" ({@code device_tree}). What the firmware cannot read, it does not start: the board stays dark, with the reason.
 */
record FirmwareStage(BoardModel model) {
    private static final String DOWNSTREAM_TREE = "bcm2710-rpi-3-b.dtb";
    private static final String UPSTREAM_TREE = "bcm2837-rpi-3-b.dtb";
    /** Archives follow one another on such borders (Linux, "initramfs buffer format"). */
    private static final int ARCHIVE_BORDER = 4;

    /** Loads from the given files into the given folder. */
    Firmware load(BootFiles files, Path folder) throws BoardDarkException {
        ConfigTxt config = ConfigTxt.read(files, model.firmwareFilters());
        String kernel =
                config.value("kernel").orElseGet(() -> config.isOn("arm_64bit") ? "kernel8.img" : "kernel7.img");
        return switch (model.handover()) {
            case BIOS -> new Loading(config, new OsFiles(files, ""), folder).bootLoader(kernel);
            case KERNEL_AND_DEVICE_TREE -> {
                List<String> trees = trees(config);
                OsFiles os = OsFiles.of(config, files, kernel, trees);
                // What is read decides what starts, so nothing is read twice where there is no choice.
                String tree =
                        trees.size() == 1 ? trees.getFirst() : os.firstOf(trees).orElse(trees.getFirst());
                yield new Loading(config, os, folder).kernel(kernel, tree);
            }
        };
    }

    private static List<String> trees(ConfigTxt config) {
        return config.value("device_tree")
                .map(List::of)
                .orElse(
                        config.isOn("upstream_kernel")
                                ? List.of(UPSTREAM_TREE, DOWNSTREAM_TREE)
                                : List.of(DOWNSTREAM_TREE));
    }

    /** One turn of it, with what is worth telling about it. */
    private final class Loading {
        private final ConfigTxt config;
        private final OsFiles os;
        private final Path folder;
        private final List<String> notes;

        Loading(ConfigTxt config, OsFiles os, Path folder) {
            this.config = config;
            this.os = os;
            this.folder = folder;
            this.notes = new ArrayList<>(config.notes());
        }

        Firmware bootLoader(String name) throws BoardDarkException {
            Path kernel = extract(name, "kernel");
            return new Firmware(kernel, Optional.empty(), Optional.empty(), commandLine(), notes);
        }

        Firmware kernel(String name, String tree) throws BoardDarkException {
            Path kernel = extract(name, "kernel");
            Optional<Path> deviceTree = Optional.of(extract(tree, "device tree"));
            return new Firmware(kernel, deviceTree, ramdisk(name), commandLine(), notes);
        }

        private Optional<Path> ramdisk(String kernel) throws BoardDarkException {
            Optional<String> named = config.value("initramfs").or(() -> config.value("ramfsfile"));
            if (named.isEmpty() && config.isOn("auto_initramfs")) {
                named = os.firstOf(
                        List.of(kernel.replaceFirst("^kernel", "initramfs").replaceFirst("\\.img$", "")));
            }
            if (named.isEmpty()) {
                return Optional.empty();
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String name : named.get().split(",")) {
                all.writeBytes(content(name.strip(), "initramfs"));
                while (all.size() % ARCHIVE_BORDER != 0) {
                    all.write(0);
                }
            }
            return Optional.of(written(all.toByteArray(), "initramfs"));
        }

        private Optional<String> commandLine() throws BoardDarkException {
            return os.read(config.value("cmdline").orElse("cmdline.txt"))
                    .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                            .lines()
                            .findFirst()
                            .orElse("")
                            .strip())
                    .map(words -> new KernelCommandLine(words).forBoard(model, config.isOn("enable_uart")));
        }

        private Path extract(String name, String what) throws BoardDarkException {
            return written(content(name, what), what);
        }

        private byte[] content(String name, String what) throws BoardDarkException {
            byte[] content = os.read(name)
                    .orElseThrow(() -> new BoardDarkException(
                            "the %s %s, which board %s starts from, is not on the card's first FAT partition"
                                    .formatted(what, os.path(name), model.name())));
            if (content.length == 0) {
                throw new BoardDarkException(
                        "the %s %s on the card's first FAT partition is empty".formatted(what, os.path(name)));
            }
            notes.add(what + " " + os.path(name));
            return content;
        }

        private Path written(byte[] content, String what) {
            // A fixed name of ours: what the card calls it must not decide where on the test machine we write.
            Path file = folder.resolve(what.replace(' ', '-'));
            try {
                return Files.write(file, content);
            } catch (IOException e) {
                throw new HarnessException("cannot write %s: %s; is the disk full?".formatted(file, e), e);
            }
        }
    }
}
