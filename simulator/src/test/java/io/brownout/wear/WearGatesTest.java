package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.ModelWear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates out of a file, and gates on a difference. */
class WearGatesTest {
    private static final WearReport BEFORE = report(100_000_000, 10, 20);
    private static final WearReport NOW = report(110_000_000, 9, 23);
    private static final WearReport IDLE = report(0, Double.POSITIVE_INFINITY, 0);

    @TempDir
    private Path folder;

    private static WearReport report(long bytesPerDay, double years, double erases) {
        return new WearReport(
                "a test",
                "cheap-tlc",
                "",
                24,
                bytesPerDay,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of(
                        new ModelWear("page-map", 2, 0, erases / 2, 100, 90, 2 * years, 2 * years),
                        new ModelWear("block-map", 20, 0, erases, 10, 9, years, years)),
                new HeatMap(1, 1, List.of(), 0),
                List.of());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("gates.yml"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "+10% bytes/day, true",
        "+9.9% bytes/day, false",
        "-5% bytes/day, false",
        "-10% years, true",
        "-9.9% years, false",
        "+15 % erases/day, true",
        "+14.9% erases/day, false"
    })
    void a_gate_on_a_difference_holds_it_against_the_baseline(String text, boolean kept) {
        WearGates gates = WearGates.read(List.of(text));

        assertThat(gates.needBaseline()).isTrue();
        assertThat(gates.judge(NOW, BEFORE)).extracting(Gate::kept).containsExactly(kept);
        assertThat(gates.judge(NOW)).as("without a baseline").isEmpty();
    }

    @Test
    void what_was_nothing_or_endless_may_stay_so_and_may_not_become_something() {
        WearGates gates = WearGates.read(List.of("+10% bytes/day", "-10% years", "+10% erases/day"));

        assertThat(gates.judge(IDLE, IDLE)).hasSize(3).allMatch(Gate::kept);
        assertThat(gates.judge(NOW, IDLE)).hasSize(3).noneMatch(Gate::kept);
        assertThat(gates.judge(NOW, IDLE).getFirst().seen()).isEqualTo("110.0MB/day instead of 0.000MB/day");
        assertThat(gates.judge(IDLE, BEFORE)).hasSize(3).allMatch(Gate::kept);
    }

    @Test
    void the_file_in_the_documentation_holds_what_the_page_says() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "wear.md")));
        assertThat(example.find()).isTrue();

        WearGates gates = WearGates.read(List.of(file(example.group(1)).toString(), "1 erases/day"));

        assertThat(gates.judge(NOW, BEFORE))
                .extracting(Gate::limit)
                .containsExactly(
                        "500MB/day",
                        "5 years",
                        "20 erases/day",
                        "1 erases/day",
                        "+10% bytes/day against the baseline",
                        "-10% years against the baseline");
        assertThat(gates.judge(NOW, BEFORE))
                .extracting(Gate::kept)
                .containsExactly(true, true, false, false, true, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                      | :1: expected wear gates, the file is empty
                    'gates:/  years: 5/gate: {}'            | :3: unknown key "gate", expected one of note, gates, compared
                    'gates:/  year: 5'                      | :2: unknown key "year", expected one of bytes-per-day, years, erases-per-day
                    'gates:/  years: 5/  years: 6'          | :3: the key "years" is there twice
                    'gates:/  bytes-per-day: 500'           | :2: the gate 500/day cannot be read
                    'gates:/  years: many'                  | :2: the gate many years cannot be read
                    'gates:/  years: [5]'                   | :2: expected one value
                    'gates: [5 years]'                      | :1: expected gates as keys with values
                    'compared:/  bytes-per-day: 10%'        | :2: the gate 10% bytes/day cannot be read; expected one like +10% bytes/day
                    'note: [a]'                             | :1: expected one value
                    """)
    void what_is_wrong_in_a_file_is_told_in_one_line_with_its_place(String text, String message) throws IOException {
        String file = file(text.replace('/', '\n')).toString();

        assertThatThrownBy(() -> WearGates.read(List.of(file)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"+10%", "+10% bytes", "+ten% years", "-10 years", "+1e1% bytes/day"})
    void what_is_no_gate_on_a_difference_is_refused_with_what_is_one(String text) {
        assertThatThrownBy(() -> WearGates.read(List.of(text)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("+10% bytes/day, -10% years or +10% erases/day");
    }
}
