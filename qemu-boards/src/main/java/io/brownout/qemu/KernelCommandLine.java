package io.brownout.qemu;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The words that a kernel is started with, as cmdline.txt has them.
 *
 * <p>The firmware does not hand them on as they are: {@code serial0} is the serial port on the header, which on a Pi 3 is the mini UART, {@code ttyS0} (Raspberry Pi documentation, "UART configuration"), and the Raspberry
 * Pi's own kernels have no such port unless the firmware tells them to (raspberrypi/firmware, issue 1575, shows both).
 */
record KernelCommandLine(String words) {
    private static final String ALIAS = "console=serial0";
    private static final String PORT = "console=ttyS0";

    /** Returns them as that board's firmware hands them on. */
    String forBoard(BoardModel model, boolean serialPort) {
        if (model.handover() != BoardModel.Handover.KERNEL_AND_DEVICE_TREE) {
            return words;
        }
        StringBuilder line = new StringBuilder(Arrays.stream(words.split(" +"))
                .map(word -> word.equals(ALIAS) || word.startsWith(ALIAS + ",") ? word.replace(ALIAS, PORT) : word)
                .collect(Collectors.joining(" ")));
        if (serialPort && words.contains(ALIAS)) {
            line.append(" 8250.nr_uarts=1");
        }
        if (!words.contains("maxcpus=")) {
            // The board has one core enabled, of which a device tree knows nothing; a kernel waits seconds for each
            // other one.
            line.append(" maxcpus=1");
        }
        return line.toString().strip();
    }
}
