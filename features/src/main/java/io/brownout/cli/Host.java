package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.qemu.QemuInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that this runs on. */
final class Host {
    private Host() {}

    /** Describes it in a line: processors, memory, QEMU. */
    static String described() {
        long memory = ((com.sun.management.OperatingSystemMXBean)
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                        .getTotalMemorySize()
                >> 30;
        return "%d processors, %d GiB, %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        memory,
                        qemu(),
                        Runtime.version().feature());
    }

    private static String qemu() {
        try {
            return "QEMU " + QemuInstallation.find().version();
        } catch (UsageException e) {
            return "no QEMU";
        }
    }

    /** Says whether a file descriptor of this process is a terminal. */
    static boolean isTerminal(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString()
                    .matches("/dev/(pts/|tty).*");
        } catch (IOException e) {
            return false;
        }
    }
}
