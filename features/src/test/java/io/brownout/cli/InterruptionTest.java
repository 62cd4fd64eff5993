package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody ends a run in its middle. */
class InterruptionTest {
    private static final Duration MOST = Duration.ofSeconds(5);
    /** As a terminal starts a program: a process group of its own, and Ctrl-C not ignored, as it is below a build in the background. */
    private static final List<String> AS_A_TERMINAL = List.of("env", "--default-signal=INT", "setsid");

    @TempDir
    private Path folder;

    @FunctionalInterface
    private interface End {
        void of(Process brownout) throws IOException, InterruptedException;
    }

    @Test
    void sigterm_ends_everything_within_five_seconds_and_still_writes_the_report()
            throws IOException, InterruptedException {
        assertEnds(Process::destroy);
    }

    /** A terminal sends it to everyone: QEMU hears it as soon as the program does, and its end must not be taken for the device's. */
    @Test
    void ctrl_c_ends_everything_within_five_seconds_and_still_writes_the_report()
            throws IOException, InterruptedException {
        assertEnds(brownout -> new ProcessBuilder("kill", "-INT", "--", "-" + brownout.pid())
                .start()
                .waitFor());
    }

    /** A stand-in for Maven, since this is a test that Maven runs: it begins and never ends. */
    @Test
    void the_unit_tests_end_with_the_run_and_nobody_sees_a_stack() throws IOException, InterruptedException {
        Path maven = Files.writeString(folder.resolve("mvn"), "#!/bin/sh\necho Building Brownout\nexec sleep 600\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process brownout = BrownoutProcess.start(
                AS_A_TERMINAL,
                Map.of("PATH", folder + ":" + System.getenv("PATH")),
                "test",
                "--out",
                folder.resolve("out").toString());
        try (BufferedReader errors = brownout.errorReader()) {
            List<String> said = new ArrayList<>();
            do {
                said.add(errors.readLine());
            } while (said.getLast() != null && !said.getLast().contains("Building Brownout"));
            List<ProcessHandle> started = brownout.descendants().toList();
            assertThat(started).as("Maven, after %s", said).isNotEmpty();

            CompletableFuture<List<String>> last =
                    CompletableFuture.supplyAsync(() -> errors.lines().toList());
            brownout.toHandle().destroy(); // Process.destroy would close what it still says.

            assertThat(brownout.waitFor(MOST.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s", MOST)
                    .isTrue();
            assertThat(started).noneMatch(ProcessHandle::isAlive);
            assertThat(brownout.exitValue()).isEqualTo(3);
            assertThat(last.join()).noneMatch(line -> line.contains("\tat "));
            assertThat(folder.resolve("out/latest/run.json")).content().contains("interrupted");
        } finally {
            brownout.destroyForcibly();
        }
    }

    private void assertEnds(End end) throws IOException, InterruptedException {
        Process brownout = BrownoutProcess.start(
                AS_A_TERMINAL, "boot", "probe:1", "--until", "never said", "--out", folder.toString());
        Thread.ofVirtual().start(() -> discardErrors(brownout));
        try (BufferedReader console = brownout.inputReader()) {
            String line = console.readLine();
            while (line != null && !line.contains("device-report: running")) {
                line = console.readLine();
            }
            assertThat(line).as("the board's console").isNotNull();
            List<ProcessHandle> started = brownout.descendants().toList();
            assertThat(started).as("QEMU and its guardian").isNotEmpty();

            long asked = System.nanoTime();
            end.of(brownout);

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

    private static void discardErrors(Process brownout) {
        try {
            brownout.getErrorStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // It has ended.
        }
    }
}
