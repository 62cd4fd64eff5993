package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How a command's work can end, and what the run folder says then. */
class RecordedTest {
    @TempDir
    private Path out;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @Test
    void what_cannot_be_done_is_told_in_the_run_folder_too() throws IOException {
        int exitCode = exitCodeOf(_ -> {
            throw new UsageException("expected an image, found a pear");
        });

        assertThat(exitCode).isEqualTo(2);
        assertThat(run()).contains("\"verdict\" : \"error\"", "expected an image, found a pear");
    }

    @Test
    void a_device_that_says_something_else_has_failed() throws IOException {
        int exitCode = exitCodeOf(_ -> {
            throw timeout("brownout: ---- boot 1: power on ----", "Linux version 6.12");
        });

        assertThat(exitCode).isEqualTo(1);
        assertThat(run()).contains("\"verdict\" : \"failed\"", "not seen within 1 s", "Linux version 6.12");
    }

    @Test
    void a_device_that_goes_off_instead_has_failed() throws IOException {
        int exitCode = exitCodeOf(_ -> {
            throw new ConsoleClosedException("running", "switched off by the guest", "console.log", List.of());
        });

        assertThat(exitCode).isEqualTo(1);
        assertThat(run()).contains("\"verdict\" : \"failed\"", "switched off by the guest");
    }

    @Test
    void of_a_device_that_says_nothing_nothing_can_be_said() throws IOException {
        int exitCode = exitCodeOf(_ -> {
            throw timeout("brownout: ---- boot 1: power on ----");
        });

        assertThat(exitCode).isEqualTo(3);
        assertThat(run()).contains("\"verdict\" : \"error\"", "name the board's serial port as console");
    }

    private static ConsoleTimeoutException timeout(String... lines) {
        return new ConsoleTimeoutException(
                "running", Deadline.in(Duration.ofSeconds(1)), "console.log", List.of(lines));
    }

    private String run() throws IOException {
        return Files.readString(out.resolve("latest/run.json"));
    }

    private int exitCodeOf(Recorded.Work work) {
        return Main.explaining(new CommandLine(new Any(work)))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("--out", out.toString());
    }

    /** Any command. */
    @Command(name = "any")
    private static final class Any implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec;

        private final Recorded.Work work;

        Any(Recorded.Work work) {
            this.work = work;
        }

        @Override
        public Integer call() {
            return Recorded.run(common, spec, work);
        }
    }
}
