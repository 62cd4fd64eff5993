package io.brownout.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
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
    void it_answers_lets_nobody_else_at_its_images_and_leaves_nothing() throws IOException {
        String before = interfaces();
        try (ContainerEngine engine = ContainerEngine.start(dataRoot, Deadline.in(START))) {
            assertThat(engine.client().docker().infoCmd().exec().getDriver()).isEqualTo("overlay2");
            assertThat(interfaces()).contains("brownout-engine");
            assertThatThrownBy(() -> ContainerEngine.start(dataRoot, Deadline.in(START)))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("another Brownout's engine is using it");
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
