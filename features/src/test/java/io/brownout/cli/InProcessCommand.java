package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that are run in the JVM of the test, in a folder of their own; no emulator and no open card may be left of one. */
abstract class InProcessCommand {
    @TempDir
    Path folder;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    /** The guardian that ends what a killed JVM leaves stays as long as this JVM does. */
    @AfterEach
    void no_emulator_and_no_open_card_is_left() throws IOException {
        assertThat(ProcessHandle.current().descendants())
                .extracting(process -> process.info().command().orElse(""))
                .noneMatch(command -> command.contains("qemu"));
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(InProcessCommand::target)).noneMatch(target -> target.contains("/brownout-card-"));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }

    /** What a command said on standard error, and its exit code. */
    record Answer(int exitCode, String error) {
        /** Returns what it should have been: usage, in one line that names this. */
        Answer usageNaming(String named) {
            assertThat(error).contains(named);
            assertThat(error.strip().lines().toList()).hasSize(1);
            return new Answer(2, error);
        }
    }

    /** Runs a command in this JVM. */
    static Answer answer(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(error, true));
        commandLine.setOut(new PrintWriter(new StringWriter()));
        int exitCode = commandLine.execute(arguments);
        return new Answer(exitCode, error.toString());
    }
}
