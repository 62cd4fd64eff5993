package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Features and steps of a user's own, outside of this repository: a jar that a user would build, on a board that really boots. */
@Timeout(300)
class StepJarTest {
    private static final String STEPS = """
            package com.example.fleet;

            import static org.assertj.core.api.Assertions.assertThat;

            import io.brownout.features.DeviceUnderTest;
            import io.cucumber.java.en.Then;
            import java.time.Duration;

            public class KernelSteps {
                private final DeviceUnderTest device;

                public KernelSteps(DeviceUnderTest device) {
                    this.device = device;
                }

                @Then("its boot loader hands over partition {int}")
                public void handsOver(int partition) {
                    device.switchOn();
                    assertThat(device.await(Duration.ofMinutes(2), "bootloader").value("root-part"))
                            .hasValue(Integer.toString(partition));
                    assertThat(device.card().journal().size()).isPositive();
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path jar() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src/com/example/fleet"));
        Path file = Files.writeString(source.resolve("KernelSteps.java"), STEPS);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
        Path jar = folder.resolve("steps.jar");
        String name = "com/example/fleet/KernelSteps.class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(name));
            Files.copy(classes.resolve(name), entries);
        }
        return jar;
    }

    private Path feature(int partition) throws IOException {
        return Files.writeString(folder.resolve("ours.feature"), """
                Feature: Ours
                  @virtual
                  Scenario: A board of ours starts from its first root
                    Given a device with probe 1
                    Then its boot loader hands over partition %d
                """.formatted(partition));
    }

    private void assertEnds(int exitCode, Path feature, Path jar) throws IOException, InterruptedException {
        Process process = BrownoutProcess.start(
                List.of(),
                Map.of("TMPDIR", folder.toString()),
                "run",
                feature.toString(),
                "--steps",
                jar.toString(),
                "--out",
                folder.resolve("out").toString());
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
    }

    @Test
    void a_scenario_with_steps_of_the_users_own_passes_on_a_real_board() throws Exception {
        assertEnds(0, feature(2), jar());
    }

    @Test
    void and_fails_when_the_device_does_something_else() throws Exception {
        assertEnds(1, feature(3), jar());
    }

    @Test
    void what_is_no_jar_with_classes_is_refused() throws Exception {
        Path text = Files.writeString(folder.resolve("steps.jar"), "steps");
        assertEnds(2, feature(2), text);

        Path empty = folder.resolve("empty.jar");
        try (JarOutputStream entries = new JarOutputStream(new PrintStream(empty.toFile()))) {
            entries.putNextEntry(new JarEntry("README"));
        }
        assertEnds(2, feature(2), empty);
    }
}
