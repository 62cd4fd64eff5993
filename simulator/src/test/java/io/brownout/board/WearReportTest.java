package io.brownout.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.RunEvent.WearWeighed;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.HeatRow;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.board.WearReport.WrittenFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WearReportTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @TempDir
    private Path folder;

    private static WearReport report(List<ModelWear> models, List<Gate> gates) {
        return new WearReport(
                "a device, idle",
                "cheap-tlc",
                "16 GB",
                12,
                950_000_000,
                new TreeMap<>(Map.of("data", 950_000_000L)),
                new TreeMap<>(Map.of("journal", 950_000_000L)),
                List.of(new WrittenFile("data", "/log", 12)),
                models,
                new HeatMap(4 << 20, 1, List.of(new HeatRow(3, "data: journal", List.of(5L), List.of(1L))), 0),
                gates);
    }

    @Test
    void it_says_in_one_line_what_it_comes_to() {
        WearReport report = report(
                List.of(
                        new ModelWear("page-map", 3.02, 1, 1, 1, 1, 7.04, 5),
                        new ModelWear("block-map", 40.4, 1, 1, 1, 1, 2, 0.611)),
                List.of(new Gate("5 years", "0.61 years", false), new Gate("2GB/day", "1900MB/day", true)));

        assertThat(report.summary())
                .isEqualTo(
                        "a device, idle, 12 h: 950 MB written (1,900 MB a day), write amplification 3.0 to 40, cheap-tlc card: 0.61 to 7.0 years; gate 5 years: NOT KEPT, it is 0.61 years; gate 2GB/day: kept");
        assertThat(report.kept()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.0123,0.012", "0.999,1.0", "1.26,1.3", "9.96,10", "12.4,12", "126,130", "98765,99000"})
    void a_number_of_which_nobody_knows_more_has_two_digits(double value, String words) {
        assertThat(WearReport.rounded(value).replace(",", "")).isEqualTo(words);
    }

    @Test
    void an_event_log_keeps_it_whole_what_never_ends_included() {
        WearReport report = report(
                List.of(new ModelWear("page-map", 1, 0, 0, NEVER, NEVER, NEVER, NEVER)),
                List.of(new Gate("5 years", "endless", true)));
        WearWeighed event = new WearWeighed(Instant.parse("2026-01-01T00:00:00Z"), "", "raspi3b", report);
        Path file = folder.resolve("events.ndjson");

        try (EventLog log = EventLog.create(file)) {
            log.publish(event);
        }

        assertThat(EventLog.read(file)).containsExactly(event);
    }

    @Test
    void a_report_about_no_time_is_refused() {
        assertThatThrownBy(() -> new WearReport(
                        "x",
                        "y",
                        "z",
                        0,
                        0,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        List.of(),
                        List.of(),
                        new HeatMap(1, 1, List.of(), 0),
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 hours");
    }
}
