package io.brownout.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.DeviceReported;
import io.brownout.board.RunEvent.RunFinished;
import io.brownout.board.RunEvent.StepFinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");
    private static final List<RunEvent> EVENTS = List.of(
            new StepFinished(
                    AT, "s1", "When the power is cut", Outcome.FAILED, Duration.ofMillis(1500), "it was \"not\"\nso"),
            new DeviceReported(
                    AT,
                    "s1",
                    "pi",
                    2,
                    DeviceReport.parse("device-report: running slot=B version=2")
                            .orElseThrow()),
            new CardCut(AT, "s1", "pi", 7, 2048, "resin-boot", "ideal", "the commit point", 0),
            new RunFinished(AT, Verdict.FAILED, ""));

    @TempDir
    private Path folder;

    @Test
    void events_read_back_equal_those_published() {
        Path file = folder.resolve("events.ndjson");

        try (EventLog log = EventLog.create(file)) {
            EVENTS.forEach(log::publish);
        }

        assertThat(EventLog.read(file)).isEqualTo(EVENTS);
    }

    @Test
    void a_last_line_cut_short_by_a_kill_is_dropped_and_the_rest_is_kept() throws IOException {
        Path file = folder.resolve("events.ndjson");
        try (EventLog log = EventLog.create(file)) {
            EVENTS.forEach(log::publish);
        }

        Files.writeString(file, "{\"event\":\"RunFini", StandardOpenOption.APPEND);

        assertThat(EventLog.read(file)).isEqualTo(EVENTS);
    }

    @Test
    void half_a_surrogate_pair_on_a_console_does_not_end_the_run() {
        Path file = folder.resolve("events.ndjson");
        try (EventLog log = EventLog.create(file)) {
            log.publish(new RunEvent.ConsoleLine(AT, "s1", "pi", 1, 1, "torn \ud83d"));
        }

        assertThat(EventLog.read(file)).hasSize(1);
    }

    @Test
    void a_file_that_holds_something_else_is_refused_with_its_name() throws IOException {
        Path file = Files.writeString(folder.resolve("other.ndjson"), "{\"event\":\"Party\"}\n");

        assertThatThrownBy(() -> EventLog.read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("other.ndjson");
    }
}
