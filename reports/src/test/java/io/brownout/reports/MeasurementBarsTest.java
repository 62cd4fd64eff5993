package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementBarsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 MiB | bytes | 2097152",
                "at most 2 MiB in 1 hour | bytes | 2097152",
                "2,097,152 | bytes | 2097152",
                "1.5GiB | bytes | 1610612736",
                "380 MB | bytes | 380000000",
                "160 | MiB | 167772160",
                "12 | writes | 12"
            })
    void a_limit_is_read_with_its_unit(String limit, String unit, double expected) {
        assertThat(MeasurementBars.limit(limit, unit)).hasValue(expected);
    }

    @Test
    void a_limit_without_a_number_is_none() {
        assertThat(MeasurementBars.limit("less than before", "bytes")).isEmpty();
        assertThat(MeasurementBars.limit("1.2.3", "bytes")).isEmpty();
        assertThat(MeasurementBars.limit("", "bytes")).isEmpty();
    }
}
