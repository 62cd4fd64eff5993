package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Random cuts are what the explorer is compared with. */
class RandomCutsTest {
    private static BitSet points(int from, int to) {
        BitSet points = new BitSet();
        points.set(from, to);
        return points;
    }

    @Test
    void the_first_cut_is_enough_where_every_point_is_bad() {
        assertThat(RandomCuts.of(5_000, 1).until(points(0, 5_000))).hasValue(1);
    }

    @Test
    void no_number_of_cuts_meets_what_is_not_there() {
        assertThat(RandomCuts.of(5_000, 1).until(new BitSet())).isEmpty();
    }

    @Test
    void a_bad_point_among_those_drawn_is_met_at_its_cut_and_among_the_points_until_then() {
        RandomCuts cuts = RandomCuts.of(100, 7);
        int needed = cuts.until(points(42, 43)).orElseThrow();
        assertThat(cuts.first(needed).get(42)).isTrue();
        assertThat(cuts.first(needed - 1).get(42)).isFalse();
    }

    @Test
    void a_seed_always_draws_the_same() {
        assertThat(RandomCuts.of(5_874, 3).first(1_000))
                .isEqualTo(RandomCuts.of(5_874, 3).first(1_000))
                .isNotEqualTo(RandomCuts.of(5_874, 4).first(1_000));
    }

    @Test
    void cuts_are_drawn_from_all_points_of_the_update() {
        assertThat(RandomCuts.of(3, 1).first(1_000)).isEqualTo(points(0, 3));
    }
}
