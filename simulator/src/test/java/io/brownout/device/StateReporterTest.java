package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateReporterTest {
    private final List<Json> sent = new ArrayList<>();
    private final Kept memory = new Kept();
    private Instant now = Instant.EPOCH;
    private FleetHttp.Answer answer = new FleetHttp.Answer(200, Optional.empty(), Optional.empty(), "");
    private StateReporter reporter = reporter();

    private static final class Kept implements StateReporter.Memory {
        private Optional<Json> told = Optional.empty();

        @Override
        public Optional<Json> recall() {
            return told;
        }

        @Override
        public void keep(Json state) {
            told = Optional.of(state);
        }
    }

    private StateReporter reporter() {
        FleetApi api = new FleetApi(request -> {
            assertThat(request.method() + " " + request.path()).isEqualTo("PATCH /device/v3/state");
            sent.add(request.body().orElseThrow().at("17c5").orElseThrow());
            return answer;
        });
        return new StateReporter(api, Duration.ofMinutes(15), () -> now, memory, _ -> {});
    }

    private static Json.Members state(String status, int memory, Map<String, String> apps) {
        return Json.object("status", status, "memory_usage", memory, "apps", apps);
    }

    private Duration report(Json.Members state) {
        return reporter.report("17c5", "key", state);
    }

    private List<String> sent() {
        return sent.stream().map(Json::written).toList();
    }

    @Test
    void only_what_has_changed_is_told_app_by_app_at_most_every_ten_seconds() {
        report(state("Idle", 1, Map.of("a", "1")));
        assertThat(report(state("Busy", 1, Map.of("a", "1")))).hasSeconds(10);
        now = now.plusSeconds(4);
        assertThat(report(state("Busy", 1, Map.of("a", "1")))).hasSeconds(6);
        now = now.plusSeconds(6);
        report(state("Busy", 1, new java.util.TreeMap<>(Map.of("a", "1", "b", "2"))));
        now = now.plusSeconds(10);
        report(state("Busy", 1, new java.util.TreeMap<>(Map.of("a", "1", "b", "2"))));

        assertThat(sent())
                .containsExactly(
                        "{\"status\":\"Idle\",\"memory_usage\":1,\"apps\":{\"a\":\"1\"}}",
                        "{\"status\":\"Busy\",\"apps\":{\"b\":\"2\"}}");
    }

    @Test
    void measurements_are_told_every_five_minutes_and_no_change_of_theirs_before() {
        report(state("Idle", 1, Map.of()));
        now = now.plusSeconds(299);
        report(state("Idle", 2, Map.of()));
        now = now.plusSeconds(1);
        report(state("Idle", 3, Map.of()));

        assertThat(sent().subList(1, sent.size())).containsExactly("{\"memory_usage\":3}");
    }

    @Test
    void failures_double_the_pause_and_a_server_may_ask_for_more() {
        answer = new FleetHttp.Answer(503, Optional.empty(), Optional.empty(), "");
        assertThat(report(state("Idle", 1, Map.of()))).hasSeconds(15);
        assertThat(report(state("Idle", 1, Map.of()))).hasSeconds(30);
        answer = new FleetHttp.Answer(429, Optional.empty(), Optional.of("300"), "");
        assertThat(report(state("Idle", 1, Map.of()))).hasSeconds(300);

        answer = new FleetHttp.Answer(200, Optional.empty(), Optional.empty(), "");
        report(state("Idle", 1, Map.of()));

        assertThat(sent()).hasSize(4).last().asString().contains("\"status\":\"Idle\"");
    }

    @Test
    void a_supervisor_that_starts_again_does_not_repeat_itself_and_a_device_does() {
        report(state("Idle", 1, Map.of()));
        reporter = reporter();
        now = now.plusSeconds(60);
        report(state("Idle", 1, Map.of()));
        assertThat(sent).hasSize(1);

        memory.told = Optional.empty(); // It was in RAM.
        reporter = reporter();
        report(state("Idle", 1, Map.of()));
        assertThat(sent).hasSize(2);
    }
}
