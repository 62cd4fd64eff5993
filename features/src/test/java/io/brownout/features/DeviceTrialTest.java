package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTrialTest {
    @TempDir
    Path folder;

    @Test
    void what_a_device_said_after_the_report_that_decided_is_no_part_of_its_life() throws IOException {
        List<String> decided = List.of(
                "device-report: running slot=A version=1",
                "brownout: ---- boot 2: reset by the guest ----",
                "device-report: running slot=A version=1",
                "device-report: update step=check");
        Path stoppedAtOnce = Files.write(folder.resolve("at-once.log"), decided);
        Path stoppedLater = Files.write(
                folder.resolve("later.log"),
                List.of(String.join("\n", decided), "device-report: update step=verify", "half a li"));
        Optional<DeviceReport> decisive = DeviceReport.parse("device-report: update step=check");

        assertThat(DeviceTrial.console(stoppedAtOnce, decisive)).isEqualTo(decided);
        assertThat(DeviceTrial.console(stoppedLater, decisive)).isEqualTo(decided);
    }

    @Test
    void a_device_that_never_said_what_was_waited_for_is_taken_up_to_its_last_report() throws IOException {
        Path log = Files.write(folder.resolve("silent.log"), List.of("device-report: init root-part=2", "noise"));

        assertThat(DeviceTrial.console(log, Optional.empty())).containsExactly("device-report: init root-part=2");
    }
}
