package io.brownout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, as the launcher starts it. */
final class BrownoutProcess {
    private BrownoutProcess() {}

    /** Starts it with the class path of the test. */
    static Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it through a program that limits it, such as {@code prlimit}. */
    static Process start(List<String> limiter, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(limiter);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dbrownout.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.brownout.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(limiter.isEmpty() ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.PIPE)
                .start();
    }
}
