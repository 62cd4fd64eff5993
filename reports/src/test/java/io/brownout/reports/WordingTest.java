package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "4234, 4.2 s",
        "59949, 59.9 s",
        "59960, 1 min 0 s",
        "723000, 12 min 3 s",
        "3599600, 1 h 0 min",
        "5025000, 1 h 23 min"
    })
    void a_duration_is_said_to_a_precision_that_a_reader_can_use(long millis, String said) {
        assertThat(Wording.duration(Duration.ofMillis(millis))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 KiB", "1536, 1.5 KiB", "121634816, 116 MiB", "1073741824, 1 GiB"})
    void bytes_are_said_in_binary_units(double bytes, String said) {
        assertThat(Wording.bytes(bytes)).isEqualTo(said);
    }

    @Test
    void a_number_that_is_none_is_said_as_it_is() {
        assertThat(Wording.number(Double.NaN, 2)).isEqualTo("NaN");
        assertThat(Wording.number(Double.NEGATIVE_INFINITY, 2)).isEqualTo("-Infinity");
        assertThat(Wording.number(-0.001, 2)).isEqualTo("0");
    }

    @Test
    void a_moment_is_said_from_a_beginning() {
        Instant begin = Instant.parse("2026-11-24T08:00:00Z");

        assertThat(Wording.offset(begin, begin.plusMillis(63_540))).isEqualTo("1:03.5");
        assertThat(Wording.offset(begin, begin.minusMillis(1_000))).isEqualTo("-0:01.0");
    }

    @Test
    void what_steers_a_terminal_is_left_out() {
        assertThat(Wording.plain("[\u001B[0;32m  OK  \u001B[0m] \u001B]0;title\u0007Started\u001B[K"))
                .isEqualTo("[  OK  ] Started");
    }
}
