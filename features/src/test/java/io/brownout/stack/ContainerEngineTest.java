package io.brownout.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.brownout.board.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container engine comes up, is alone, and leaves nothing. */
class ContainerEngineTest {
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    Path dataRoot;

    @Test
    void it_answers_beside_another_and_leaves_nothing() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("namespaces of one's own take root")
                .isEqualTo("root");
        String before = interfaces();
        try (ContainerEngine engine = ContainerEngine.start(dataRoot, Deadline.in(START))) {
            assertThat(engine.client().docker().infoCmd().exec().getDriver()).isEqualTo("overlay2");
            try (ContainerEngine other = ContainerEngine.start(dataRoot, Deadline.in(START))) {
                assertThat(other.client().docker().infoCmd().exec().getDockerRootDir())
                        .isNotEqualTo(engine.client().docker().infoCmd().exec().getDockerRootDir());
                assertThat(other.address()).isNotEqualTo(engine.address());
            }
            assertThat(engine.client().answers()).isTrue();
        }
        assertThat(interfaces()).isEqualTo(before);
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(dataRoot.toString());
    }

    private static String interfaces() throws IOException {
        return Files.readString(Path.of("/proc/net/dev"))
                .lines()
                .map(line -> line.replaceFirst(":.*", "").strip())
                .reduce("", (all, name) -> all + " " + name);
    }
}
