package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does what a Pi's firmware does between power-on and the first instruction of the kernel, since QEMU has neither its boot ROM nor start.elf: reads config.txt, the kernel and the device tree from
 * the card's first FAT partition as it is now.
 *
 * <p>Follows the Raspberry Pi documentation: "config.txt", "Boot options" ({@code kernel}, {@code arm_64bit}, {@code cmdline}) and "Device trees" ({@code device_tree}). What the firmware cannot
 * read, it does not start: the board stays dark, with the reason.
 */
record FirmwareStage(BoardModel model) {
    /** Loads from the given files into the given folder. */
    Firmware load(BootFiles files, Path folder) throws BoardDarkException {
        Optional<byte[]> text = files.read("config.txt");
        ConfigTxt config = ConfigTxt.parse(
                new String(text.orElse(new byte[0]), StandardCharsets.ISO_8859_1), model.firmwareFilters());
        List<String> notes = new ArrayList<>(config.notes());
        if (text.isEmpty()) {
            notes.add("there is no config.txt; the defaults hold");
        }
        String kernel = config.value("kernel")
                .orElseGet(() -> config.value("arm_64bit").orElse("0").equals("0") ? "kernel7.img" : "kernel8.img");
        Path kernelFile = extract(files, kernel, "kernel", folder);
        notes.add("kernel " + kernel);
        Optional<Path> deviceTree = Optional.empty();
        if (model.handover() == BoardModel.Handover.KERNEL_AND_DEVICE_TREE) {
            String tree = config.value("device_tree").orElse("bcm2710-rpi-3-b.dtb");
            deviceTree = Optional.of(extract(files, tree, "device tree", folder));
            notes.add("device tree " + tree);
        }
        Optional<String> commandLine = files.read(config.value("cmdline").orElse("cmdline.txt"))
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip());
        return new Firmware(kernelFile, deviceTree, commandLine, notes);
    }

    private Path extract(BootFiles files, String name, String what, Path folder) throws BoardDarkException {
        byte[] content = files.read(name)
                .orElseThrow(() -> new BoardDarkException(
                        "the %s %s, which board %s starts from, is not on the card's first FAT partition"
                                .formatted(what, name, model.name())));
        if (content.length == 0) {
            throw new BoardDarkException("the %s %s on the card's first FAT partition is empty".formatted(what, name));
        }
        // A fixed name of ours: what the card calls it must not decide where on the test machine we write.
        Path file = folder.resolve(what.replace(' ', '-'));
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new HarnessException("cannot write %s: %s; is the disk full?".formatted(file, e), e);
        }
    }
}
