package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark measures two real boots; how long they take is no business of a test. */
@Timeout(120)
class BootBenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void each_run_boots_once_on_a_raw_file_and_once_on_a_card() {
        Path image = Guests.running(folder, "echo device-report: running slot=A version=1\nwhile true; do true; done");
        List<String> progress = new ArrayList<>();

        BootBenchmark.Result result = new BootBenchmark(BoardModel.RASPI3B, ImageFile.open(image), 1)
                .run(QemuInstallation.find(), folder, progress::add);

        assertThat(result.onCard()).hasSize(1).allMatch(Duration::isPositive);
        assertThat(result.onRawFile()).hasSize(1).allMatch(Duration::isPositive);
        assertThat(result.ratio()).isPositive();
        assertThat(progress).hasSize(1);
    }

    @Test
    void the_median_is_the_time_in_the_middle() {
        assertThat(BootBenchmark.Result.median(
                        List.of(Duration.ofSeconds(9), Duration.ofSeconds(1), Duration.ofSeconds(2))))
                .isEqualTo(Duration.ofSeconds(2));
    }
}
