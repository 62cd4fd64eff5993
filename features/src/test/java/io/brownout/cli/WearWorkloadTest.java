package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.CardHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A scenario as a workload, with the program itself: a probe boots once in QEMU and saves its settings. */
@Timeout(300)
class WearWorkloadTest {
    private static final String FEATURE = """
            Feature: A workload

              @virtual
              Scenario: Settings are saved
                Given a device with probe 1 that runs settings-synced
                When it is switched on
                Then it reports "saved"

              @virtual
              Scenario: Another one
                Given a device with probe 1
            """;

    @TempDir
    private Path folder;

    @Test
    void what_a_scenario_writes_is_weighed_as_often_as_is_said() throws IOException, InterruptedException {
        Path feature = Files.writeString(folder.resolve("workload.feature"), FEATURE);
        Path out = folder.resolve("out");

        Process brownout = BrownoutProcess.start(
                "wear", "--workload", feature + ":4", "--hours", "12", "--gate", "1 GB/day", "--out", out.toString());

        assertThat(brownout.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(brownout.exitValue()).isZero();
        JsonNode wear = new JsonMapper().readTree(Files.readString(out.resolve("latest/wear.json")));
        CardHistory written = CardHistory.open(out.resolve("latest/journals/workload.feature-4/device"));
        long bytes = written.journal()
                .requests()
                .filter(request -> request.kind().isWrite())
                .mapToLong(request -> request.sectors() * 512)
                .sum();
        assertThat(bytes).isPositive();
        assertThat(wear.get("hostBytesPerDay").asLong()).as("twice a day").isEqualTo(2 * bytes);
        assertThat(wear.get("byPartition").get("resin-data").asLong()).isPositive();
        assertThat(wear.get("gates").get(0).get("kept").asBoolean()).isTrue();
    }
}
