package io.brownout.explorer;

import static io.brownout.explorer.SmallDevices.NOBODY;
import static io.brownout.explorer.SmallDevices.SECTOR_BYTES;
import static io.brownout.explorer.SmallDevices.all;
import static io.brownout.explorer.SmallDevices.device;
import static io.brownout.explorer.SmallDevices.examiner;
import static io.brownout.explorer.SmallDevices.explore;
import static io.brownout.explorer.SmallDevices.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** States that stand for nothing are examined too, and must agree with those that stand for them. */
class ExplorationAuditTest {
    @Test
    void a_device_that_is_not_deterministic_is_an_error_of_the_harness_and_not_a_verdict() throws Exception {
        AtomicInteger run = new AtomicInteger();
        Trial trial = device(client -> {
            client.read(0, SECTOR_BYTES);
            return new CutVerdict(Kind.OLD_RELEASE, "run " + run.incrementAndGet());
        });
        try (Card card = recorded(50, 3)) {
            assertThatThrownBy(() -> explore(all(card.history()), trial))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("not deterministic");
        }
    }

    @Test
    void of_a_device_that_varies_only_the_verdicts_are_held_against_each_other() throws Exception {
        AtomicInteger run = new AtomicInteger();
        Trial varying = device(client -> {
            for (int sector = 0; sector < 1 + run.incrementAndGet() % 3; sector++) {
                client.read(0, SECTOR_BYTES);
            }
            return new CutVerdict(Kind.OLD_RELEASE, "");
        });
        try (Card card = recorded(50, 3)) {
            CutPoints points = all(card.history());

            ExplorationResult<Life> result = new Exploration<>(
                            points, new VaryingExaminer(examiner(points, varying)), NOBODY)
                    .run(2, 1, Deadline.in(Duration.ofMinutes(1)));

            assertThat(result.covered()).isEqualTo(51);
            assertThat(result.audits()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void a_device_that_varies_in_its_verdict_is_still_an_error() throws Exception {
        AtomicInteger run = new AtomicInteger();
        Trial varying = device(client -> {
            client.read(0, SECTOR_BYTES);
            return new CutVerdict(run.incrementAndGet() % 2 == 0 ? Kind.STUCK : Kind.OLD_RELEASE, "");
        });
        try (Card card = recorded(50, 3)) {
            CutPoints points = all(card.history());

            assertThatThrownBy(() -> new Exploration<>(points, new VaryingExaminer(examiner(points, varying)), NOBODY)
                            .run(1, 1, Deadline.in(Duration.ofMinutes(1))))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("it gave something else");
        }
    }

    @Test
    void no_state_is_audited_twice() throws Exception {
        List<StateId> audited = new CopyOnWriteArrayList<>();
        ExplorationListener<Life> listener = new ExplorationListener<>() {
            @Override
            public void audited(CutClass<Life> of, StateId state) {
                audited.add(state);
            }
        };
        try (Card card = recorded(300, 4)) {
            CutPoints points = all(card.history());

            new Exploration<>(points, examiner(points, device(SmallDevices::wander)), listener)
                    .run(2, 1, Deadline.in(Duration.ofMinutes(1)));
        }
        assertThat(audited).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
    }
}
