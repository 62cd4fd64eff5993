package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeviceProgramTest {
    @TempDir
    Path folder;

    @Test
    void its_jar_runs_without_anything_else() throws IOException, InterruptedException {
        Path jar = DeviceProgram.packedIn(folder);
        Path output = folder.resolve("output");

        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jar.toString(),
                        "io.brownout.device.SupervisorMain",
                        "rehearse"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(output).content().endsWith("event=rehearsal-done\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void equal_classes_make_equal_jars() throws IOException {
        Path one = DeviceProgram.packedIn(folder.resolve("one"));
        Path other = DeviceProgram.packedIn(folder.resolve("other"));

        assertThat(one.getFileName()).isEqualTo(other.getFileName());
        assertThat(Files.mismatch(one, other)).isEqualTo(-1);
    }
}
