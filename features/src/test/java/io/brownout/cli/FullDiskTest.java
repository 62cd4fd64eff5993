package io.brownout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the test machine is full in the middle of a run: to a process whose files may not grow it looks like that. */
class FullDiskTest {
    private static final List<String> FILES_OF_1_MIB = List.of("prlimit", "--fsize=1048576", "--");

    @TempDir
    private Path folder;

    @Test
    void a_full_disk_ends_the_run_as_an_error_of_the_harness_and_leaves_no_process() throws Exception {
        Process brownout = BrownoutProcess.start(
                FILES_OF_1_MIB, "boot", "probe:1", "--until", "never said", "--out", folder.toString());
        try {
            List<String> said = lines(brownout);

            assertThat(brownout.waitFor()).isEqualTo(3);
            assertThat(said)
                    .as("standard error")
                    .anySatisfy(
                            line -> assertThat(line).startsWith("brownout: ").contains("is the disk full?"));
            assertThat(said).noneSatisfy(line -> assertThat(line).contains("\tat "));
            assertThat(folder.resolve("latest/run.json")).content().contains("\"verdict\" : \"error\"");
            assertThat(brownout.descendants()).isEmpty();
        } finally {
            brownout.destroyForcibly();
        }
    }

    @Test
    void a_full_disk_in_a_scenario_is_an_error_of_the_harness_and_no_verdict_on_the_device() throws Exception {
        String scenario = Path.of("power_on.feature").toAbsolutePath() + ":5";
        Process brownout =
                BrownoutProcess.start(FILES_OF_1_MIB, "run", scenario, "--jobs", "1", "--out", folder.toString());
        try {
            List<String> said = lines(brownout);

            assertThat(brownout.waitFor()).isEqualTo(3);
            assertThat(said)
                    .as("standard error")
                    .anySatisfy(line -> assertThat(line).startsWith("  error ").contains("is the disk full?"));
            assertThat(said).noneSatisfy(line -> assertThat(line).contains("\tat "));
            assertThat(folder.resolve("latest/run.json")).content().contains("\"verdict\" : \"error\"");
        } finally {
            brownout.destroyForcibly();
        }
    }

    private static List<String> lines(Process brownout) throws IOException {
        Thread.ofVirtual().start(() -> discard(brownout));
        return new String(brownout.getErrorStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
    }

    private static void discard(Process brownout) {
        try (var console = brownout.getInputStream()) {
            console.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // It has ended.
        }
    }
}
