package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.ModelWear;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WearGateTest {
    private static final WearReport REPORT = new WearReport(
            "a test",
            "cheap-tlc",
            "",
            12,
            250_000_000,
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            List.of(
                    new ModelWear("page-map", 2, 0, 3, 100, 90, 10, 9),
                    new ModelWear("block-map", 20, 0, 30, 10, 9, 6, 5)),
            new HeatMap(1, 1, List.of(), 0),
            List.of());

    @ParameterizedTest
    @CsvSource({
        "500MB/day, true",
        "499 MB/day, false",
        "0.5GB/day, true",
        "476MiB/day, false",
        "477MiB/day, true",
        "5 years, true",
        "5.1 years, false",
        "30 erases/day, true",
        "29.9 erases/day, false"
    })
    void a_gate_holds_the_worst_case_against_its_limit(String text, boolean kept) {
        assertThat(WearGate.parse(text).judge(REPORT).kept()).as(text).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "500MB", "MB/day", "-1 years", "five years", "5 decades", "1e3MB/day"})
    void what_is_no_gate_is_refused_with_what_is_one(String text) {
        assertThatThrownBy(() -> WearGate.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("500MB/day, 5 years or 20 erases/day");
    }
}
