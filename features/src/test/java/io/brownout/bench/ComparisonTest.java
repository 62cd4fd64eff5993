package io.brownout.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.brownout.bench.Comparison.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComparisonTest {
    private static final Environment HERE =
            new Environment("a machine", 0.1, 1.9, "none", "by hand", Map.of("fio", "3"));

    @TempDir
    private Path folder;

    @Test
    void only_values_of_one_round_are_compared() {
        Rounds rounds = new Rounds();
        // A load that came in the second round and met both.
        for (double value : new double[] {200, 20, 210}) {
            rounds.add("ours", value);
        }
        for (double value : new double[] {100, 10, 300}) {
            rounds.add("other", value);
        }

        Comparison comparison = rounds.compare("writes", "ours", "other", "1/s", 1);

        assertThat(comparison.ratio()).isEqualTo(2);
        assertThat(comparison.low()).isEqualTo(0.7);
        assertThat(comparison.ours()).isEqualTo(200);
        assertThat(comparison.peer()).isEqualTo(100);
    }

    @Test
    void a_contender_that_missed_a_round_is_not_compared() {
        Rounds rounds = new Rounds();
        rounds.add("ours", 1);
        rounds.add("ours", 1);
        rounds.add("other", 1);

        assertThatIllegalStateException().isThrownBy(() -> rounds.compare("writes", "ours", "other", "1/s", 1));
    }

    @Test
    void nothing_measured_is_not_a_value() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rounds().add("ours", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rounds().add("ours", Double.NaN));
    }

    @Test
    void of_times_the_shorter_is_the_better() {
        Comparison comparison = Comparison.ofTimes(
                "boot", "ours", List.of(Duration.ofSeconds(2)), "other", List.of(Duration.ofSeconds(4)), 0.9);

        assertThat(comparison.ratio()).isEqualTo(2);
        assertThat(comparison.ours()).isEqualTo(2);
        assertThat(comparison.peer()).isEqualTo(4);
        assertThat(comparison.cost()).isEqualTo(0.5);
    }

    @Test
    void a_goal_is_missed_only_when_the_whole_interval_is_below_it() {
        assertThat(withRatio(0.7, 0.9, 1.1, 1).standing()).isEqualTo(Standing.WITHIN_NOISE);
        assertThat(withRatio(0.7, 0.9, 0.95, 1).standing()).isEqualTo(Standing.MISSED);
        assertThat(withRatio(0.7, 1.0, 1.1, 1).standing()).isEqualTo(Standing.MET);
        assertThat(withRatio(0.1, 0.2, 0.3, 0).standing()).isEqualTo(Standing.TOLD);
    }

    @Test
    void of_too_few_rounds_no_goal_is_missed() {
        Duration second = Duration.ofSeconds(1);

        Comparison once =
                Comparison.ofTimes("boot", "ours", List.of(second.multipliedBy(9)), "other", List.of(second), 1);

        assertThat(once.standing()).isEqualTo(Standing.WITHIN_NOISE);
    }

    @Test
    void the_figures_are_written_for_machines_with_what_they_were_measured_on() {
        BenchFiles.write(folder, List.of(withRatio(0.7, 0.9, 1.1, 1)), HERE);

        JsonNode figure = JsonMapper.shared()
                .readTree(folder.resolve("bench.json").toFile())
                .get(0);
        assertThat(List.of("name", "ours", "peer", "peerName", "unit", "ratio", "goal"))
                .allMatch(figure::has);
        assertThat(figure.get("ratio").asDouble()).isEqualTo(0.9);
        assertThat(folder.resolve("bench-environment.json")).content().contains("\"loadBefore\" : 0.1", "a machine");
    }

    @Test
    void the_figures_are_written_for_people_as_a_table() throws Exception {
        BenchFiles.write(folder, List.of(withRatio(0.7, 0.9, 1.1, 1)), HERE);

        assertThat(Files.readAllLines(folder.resolve("bench.md")))
                .last()
                .isEqualTo(
                        "| writes | ours | other | 9,000 and 10,000 requests/s | 0.90 (0.70 to 1.10) | 1.00, within the noise |");
    }

    private static Comparison withRatio(double low, double ratio, double high, double goal) {
        return new Comparison("writes", "ours", 9000, "other", 10_000, "requests/s", ratio, low, high, 0.98, 13, goal);
    }
}
