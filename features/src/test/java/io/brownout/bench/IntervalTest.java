package io.brownout.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    @ParameterizedTest
    @CsvSource({"6, 1, 0.96875", "9, 2, 0.9609375", "13, 3, 0.9775390625", "20, 6, 0.958610534"})
    void the_interval_ends_at_the_values_that_tables_of_order_statistics_name(int count, int rank, double confidence) {
        List<Double> values = Stream.iterate(1.0, it -> it + 1).limit(count).toList();

        Interval interval = Interval.of(values.reversed());

        assertThat(interval.low()).isEqualTo(rank);
        assertThat(interval.high()).isEqualTo(count + 1 - rank);
        assertThat(interval.confidence()).isCloseTo(confidence, within(1e-9));
    }

    @Test
    void the_true_median_lies_in_it_as_often_as_it_says() {
        Random random = new Random(7);
        int inside = 0;
        for (int trial = 0; trial < 4000; trial++) {
            // Skewed, as times are: the median of an exponential distribution is ln 2.
            Interval interval = Interval.of(Stream.generate(() -> -Math.log(1 - random.nextDouble()))
                    .limit(13)
                    .toList());
            if (interval.low() <= Math.log(2) && Math.log(2) <= interval.high()) {
                inside++;
            }
        }

        assertThat(inside / 4000.0).isCloseTo(0.9775, within(0.01));
    }

    @Test
    void of_few_values_it_is_all_of_them_and_says_how_little_that_means() {
        Interval interval = Interval.of(List.of(3.0, 1.0, 2.0));

        assertThat(interval).isEqualTo(new Interval(1, 2, 3, 0.75));
    }

    @Test
    void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assertThat(Interval.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
    }

    @Test
    void no_values_have_no_median() {
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(List.of()));
    }
}
