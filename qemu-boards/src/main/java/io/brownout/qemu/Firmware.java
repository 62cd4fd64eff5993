package io.brownout.qemu;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the firmware stage has loaded from a card and hands to the board.
 *
 * @param kernel the file that runs first: U-Boot, or a kernel
 * @param deviceTree empty if the board makes its own
 * @param ramdisk what the kernel takes its first files from; empty if the card names none
 * @param commandLine what the kernel is told
 * @param notes one line for each thing worth telling on the console
 */
record Firmware(
        Path kernel,
        Optional<Path> deviceTree,
        Optional<Path> ramdisk,
        Optional<String> commandLine,
        List<String> notes) {
    Firmware {
        notes = List.copyOf(notes);
    }
}
