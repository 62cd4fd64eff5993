package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.qemu.LinkSchedule.Fate;
import io.brownout.qemu.LinkSchedule.Fate.Dropped;
import io.brownout.qemu.LinkSchedule.Fate.Passes;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of frames on a bad line, and when; no time passes here. */
class LinkScheduleTest {
    private static final int FRAME = 1_000;
    private static final long MILLI = 1_000_000;

    private static LinkSchedule schedule(LinkFaults faults) {
        return schedule(1, faults);
    }

    private static LinkSchedule schedule(long seed, LinkFaults faults) {
        LinkSchedule schedule = new LinkSchedule(seed);
        schedule.become(faults);
        return schedule;
    }

    private static List<Fate> fates(LinkSchedule schedule, long frames) {
        return LongStream.range(0, frames)
                .mapToObj(at -> schedule.decide(at * MILLI, FRAME))
                .toList();
    }

    @Test
    void without_faults_every_frame_passes_at_once() {
        assertThat(fates(schedule(LinkFaults.NONE), 3))
                .containsExactly(new Passes(0), new Passes(MILLI), new Passes(2 * MILLI));
    }

    @Test
    void a_delay_holds_each_frame_up() {
        LinkFaults late = LinkFaults.NONE.delaying(Duration.ofMillis(300), Duration.ZERO);

        assertThat(fates(schedule(late), 2)).containsExactly(new Passes(300 * MILLI), new Passes(301 * MILLI));
    }

    @Test
    void jitter_stays_within_its_bounds_varies_and_lets_no_frame_overtake() {
        LinkFaults late = LinkFaults.NONE.delaying(Duration.ofMillis(100), Duration.ofMillis(20));
        LinkSchedule schedule = schedule(late);

        // Far apart, so that none has to wait for the one before it.
        long[] holds = LongStream.range(0, 1_000)
                .map(at -> at * 1_000 * MILLI)
                .map(at -> ((Passes) schedule.decide(at, FRAME)).at() - at)
                .toArray();
        long[] close = fates(schedule(late), 1_000).stream()
                .mapToLong(fate -> ((Passes) fate).at())
                .toArray();

        assertThat(LongStream.of(holds).min().orElseThrow()).isBetween(80 * MILLI, 82 * MILLI);
        assertThat(LongStream.of(holds).max().orElseThrow()).isBetween(118 * MILLI, 120 * MILLI);
        assertThat(close).isSorted();
    }

    @Test
    void a_tenth_of_many_frames_is_lost_and_which_is_the_seeds_decision() {
        LinkFaults lossy = LinkFaults.NONE.losing(0.1);

        List<Fate> seen = fates(schedule(lossy), 100_000);

        // Four standard deviations of a binomial distribution.
        assertThat(seen.stream().filter(Dropped.LOST::equals).count()).isBetween(9_620L, 10_380L);
        assertThat(fates(schedule(lossy), 100_000)).isEqualTo(seen);
        assertThat(fates(schedule(2, lossy), 100_000)).isNotEqualTo(seen);
    }

    @Test
    void which_frames_are_lost_does_not_depend_on_the_other_faults() {
        LinkFaults lossy = LinkFaults.NONE.losing(0.1);
        LinkFaults lossyAndLate = lossy.delaying(Duration.ofMillis(10), Duration.ofMillis(5));

        assertThat(fates(schedule(lossyAndLate), 1_000).stream().map(Dropped.LOST::equals))
                .containsExactlyElementsOf(fates(schedule(lossy), 1_000).stream()
                        .map(Dropped.LOST::equals)
                        .toList());
    }

    @Test
    void a_narrow_line_takes_a_frame_after_the_other() {
        LinkSchedule narrow = schedule(LinkFaults.NONE.carrying(1_000_000)); // 8 ms for each frame.

        assertThat(List.of(narrow.decide(0, FRAME), narrow.decide(0, FRAME), narrow.decide(100 * MILLI, FRAME)))
                .containsExactly(new Passes(8 * MILLI), new Passes(16 * MILLI), new Passes(108 * MILLI));
    }

    @Test
    void what_finds_the_buffer_of_a_narrow_line_full_is_lost() {
        LinkSchedule narrow = schedule(LinkFaults.NONE.carrying(1_000_000));
        int fit = LinkSchedule.BUFFER / FRAME;

        for (int frame = 0; frame < fit; frame++) {
            assertThat(narrow.decide(0, FRAME)).isInstanceOf(Passes.class);
        }
        assertThat(narrow.decide(0, FRAME)).isEqualTo(Dropped.OVERFLOWED);
        assertThat(narrow.decide(8 * MILLI, FRAME)).isInstanceOf(Passes.class);
    }

    @Test
    void a_cut_line_passes_what_fits_and_nothing_more_until_it_is_mended() {
        LinkSchedule schedule = schedule(LinkFaults.NONE);
        schedule.cutAfter(2_500);

        assertThat(List.of(
                        schedule.decide(0, FRAME),
                        schedule.decide(0, FRAME),
                        schedule.decide(0, FRAME),
                        schedule.decide(0, 10)))
                .as("even a small frame that would still have fitted is lost")
                .containsExactly(new Passes(0), new Passes(0), Dropped.CUT, Dropped.CUT);

        schedule.mend();
        assertThat(schedule.decide(1, FRAME)).isEqualTo(new Passes(1));
    }

    @Test
    void faults_that_no_line_can_have_are_refused() {
        assertThatThrownBy(() -> LinkFaults.NONE.losing(1.5))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> LinkFaults.NONE.delaying(Duration.ofMillis(10), Duration.ofMillis(11)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("11 ms");
        assertThatThrownBy(() -> LinkFaults.NONE.delaying(Duration.ofMinutes(1), Duration.ZERO))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("60000 ms");
        assertThatThrownBy(() -> LinkFaults.NONE.carrying(0))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 bit/s");
    }
}
