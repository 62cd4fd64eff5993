package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody ends a run in its middle. */
class InterruptionTest {
    private static final Duration MOST = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void sigterm_ends_everything_within_five_seconds_and_still_writes_the_report()
            throws IOException, InterruptedException {
        Process brownout =
                BrownoutProcess.start("boot", "probe:1", "--until", "never said", "--out", folder.toString());
        try (BufferedReader console = brownout.inputReader()) {
            String line = console.readLine();
            while (line != null && !line.contains("device-report: running")) {
                line = console.readLine();
            }
            assertThat(line).as("the board's console").isNotNull();
            List<ProcessHandle> started = brownout.descendants().toList();
            assertThat(started).as("QEMU and its guardian").isNotEmpty();

            long asked = System.nanoTime();
            brownout.destroy();

            assertThat(brownout.waitFor(MOST.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s", MOST)
                    .isTrue();
            for (ProcessHandle process : started) {
                process.onExit()
                        .orTimeout(MOST.toNanos() - (System.nanoTime() - asked), TimeUnit.NANOSECONDS)
                        .join();
            }
            assertThat(brownout.exitValue()).isEqualTo(3);
            assertThat(folder.resolve("latest/run.json")).content().contains("interrupted");
            assertThat(folder.resolve("latest/report/index.html")).exists();
        } finally {
            brownout.destroyForcibly();
        }
    }
}
