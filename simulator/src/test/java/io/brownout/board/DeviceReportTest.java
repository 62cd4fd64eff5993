package io.brownout.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceReportTest {
    @Test
    void a_line_behind_a_kernel_time_stamp_is_understood() {
        DeviceReport report = DeviceReport.parse("[   12.345] device-report: running slot=B version=2.0.0+rev2")
                .orElseThrow();

        assertThat(report.is("running", "slot=B")).isTrue();
        assertThat(report.value("version")).contains("2.0.0+rev2");
    }

    @Test
    void other_lines_and_torn_lines_are_not_reports() {
        assertThat(List.of(
                        "Starting kernel ...",
                        "device-report:",
                        "device-report: Running slot=A",
                        "device-report: running slot"))
                .allSatisfy(line -> assertThat(DeviceReport.parse(line)).isEmpty());
    }

    @Test
    void a_report_is_not_another_value_of_the_same_event() {
        DeviceReport report =
                DeviceReport.parse("device-report: rollback kind=altboot to=A").orElseThrow();

        assertThat(report.is("rollback", "kind=health")).isFalse();
        assertThat(report.is("rolled-back")).isFalse();
    }
}
