package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake that is planted into the updater of the small device is found, and none where none was planted. `brownout test` has time for the fast ones. */
@Tag("nightly")
class ExplorerMutantsTest {
    @TempDir
    private Path folder;

    @Test
    void every_planted_mistake_is_found_and_its_sound_twin_is_sound() throws IOException, InterruptedException {
        Process brownout = BrownoutProcess.start("mutants", "--explorer", "--random-cuts", "--out", folder.toString());
        try {
            assertThat(brownout.waitFor(3, TimeUnit.HOURS)).isTrue();
            assertThat(brownout.exitValue()).isZero();
            assertThat(folder.resolve("latest/mutants.json"))
                    .content()
                    .contains("\"survived\" : [ ]", "\"falseAlarms\" : [ ]");
        } finally {
            brownout.destroy();
        }
    }
}
