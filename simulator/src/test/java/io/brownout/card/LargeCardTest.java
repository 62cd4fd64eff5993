package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much memory a card takes. */
class LargeCardTest {
    @TempDir
    private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = {65_536, 4096})
    void a_card_of_32_GiB_with_2_GiB_written_all_over_it_runs_in_512_MiB_of_heap(int piece) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.brownout.card.LargeCardProcess",
                        folder.resolve("journal").toString(),
                        Integer.toString(piece))
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("MiB in use");
        } finally {
            process.destroyForcibly();
        }
    }
}
