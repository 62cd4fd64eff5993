package io.brownout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program in a process of its own, as the launcher starts it. */
final class BrownoutProcess {
    private BrownoutProcess() {}

    /** Starts it with the class path of the test. */
    static Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it through a program that limits it, such as {@code prlimit}. */
    static Process start(List<String> limiter, String... arguments) throws IOException {
        return start(limiter, Map.of(), arguments);
    }

    /** Starts it through such a program, with an environment that differs from ours; TMPDIR is its temporary folder. */
    static Process start(List<String> limiter, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(limiter);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir")),
                "-Dbrownout.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.brownout.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        limiter.isEmpty() && environment.isEmpty()
                                ? ProcessBuilder.Redirect.DISCARD
                                : ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
