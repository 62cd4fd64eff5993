package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TargetPollTest {
    private static final Duration USUAL = Duration.ofMinutes(15);

    private final List<String> log = new ArrayList<>();
    private final Store store = new Store();
    private Instant now = Instant.EPOCH;
    private SmallFleet fleet;
    private TargetPoll poll;

    private static final class Store implements TargetPoll.TargetStore {
        Optional<TargetState> target = Optional.empty();
        Optional<String> mark = Optional.empty();

        @Override
        public Optional<TargetState> ofFleet() {
            return target;
        }

        @Override
        public Optional<String> mark() {
            return mark;
        }

        @Override
        public void take(String text, Optional<String> news) {
            target = Optional.of(TargetReader.read(Json.parse(text)));
            mark = news;
        }
    }

    @BeforeEach
    void start() throws IOException {
        fleet = new SmallFleet();
        fleet.devices.put("17c5", "key");
        poll = new TargetPoll(fleet.api(), store, USUAL, () -> now, new Random(1), log::add);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private Duration ask() {
        return poll.ask("17c5", "key");
    }

    private static String wanting(String config) {
        return Targets.of("app:1").strip().replaceFirst("\\{", "{\"name\":\"d\",\"config\":{" + config + "},");
    }

    @Test
    void a_target_is_taken_once_and_the_next_question_says_which_one_is_there() {
        fleet.wants(wanting(""));
        assertThat(ask()).isBetween(USUAL, USUAL.plusMinutes(1));
        assertThat(store.target.orElseThrow().apps()).hasSize(1);

        TargetState first = store.target.orElseThrow();
        ask();
        assertThat(store.target.orElseThrow()).as("unchanged").isSameAs(first);

        fleet.wants(wanting("\"A\":\"1\""));
        ask();
        assertThat(store.target.orElseThrow().config()).containsEntry("A", "1");
    }

    @Test
    void unchanged_is_nothing_for_a_device_that_has_nothing() {
        store.mark = Optional.of("\"0\"");

        ask();

        assertThat(store.target).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void the_fleet_may_ask_for_another_interval_and_devices_spread() {
        fleet.wants(wanting("\"RESIN_SUPERVISOR_POLL_INTERVAL\":\"600000\""));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(ask());
        }

        assertThat(pauses)
                .allSatisfy(it -> assertThat(it).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11)))
                .doesNotHaveDuplicates();
    }

    @Test
    void failures_double_the_pause_up_to_the_interval_and_are_told_once() {
        fleet.refusesWith(503);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pauses.add(ask().toSeconds());
        }
        assertThat(pauses).containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 900L, 900L);
        assertThat(log).singleElement().asString().contains("event=target-not-fetched", "503 no");

        fleet.refusesWith(0);
        ask();
        fleet.refusesWith(401);
        assertThat(ask()).hasSeconds(15);
    }

    @Test
    void what_is_no_target_is_a_failure_and_the_old_one_stays() {
        fleet.wants(wanting(""));
        ask();
        fleet.wants("{\"apps\":{\"62aa\":{}}}");

        assertThat(ask()).hasSeconds(15);

        assertThat(store.target.orElseThrow().apps()).hasSize(1);
        assertThat(log).singleElement().asString().contains("expected a number in apps.62aa.id");
    }

    @Test
    void it_is_fresh_for_two_intervals_after_the_last_answer() {
        ask();
        now = now.plus(USUAL.multipliedBy(2)).minusSeconds(1);
        assertThat(poll.fresh(Instant.EPOCH)).isTrue();

        now = now.plusSeconds(1);
        assertThat(poll.fresh(Instant.EPOCH)).isFalse();
    }
}
