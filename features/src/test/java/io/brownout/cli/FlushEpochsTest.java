package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The small device on virt, whose card hears of flushes: what a volatile write cache may leave of its update, all of it (docs/findings/flush-epochs.md). About ten minutes. */
@Tag("nightly")
@Timeout(3600)
class FlushEpochsTest {
    @TempDir
    private Path folder;

    private JsonNode explored(int exitCode, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 3];
        command[0] = "cut";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        command[command.length - 2] = "--out";
        command[command.length - 1] = folder.toString();
        assertThat(BrownoutProcess.start(command).waitFor()).isEqualTo(exitCode);
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("latest/cut.json")));
    }

    @Test
    void a_rename_on_a_fat_is_found_and_torn_commands_leave_nothing_bad() throws Exception {
        JsonNode torn = explored(0, "--board", "virt", "--from", "duo:1", "--to", "duo:2", "--profile", "torn-command");
        assertThat(torn.get("deterministic").asBoolean()).isFalse();
        assertThat(torn.get("covered")).isEqualTo(torn.get("cutPoints"));
        assertThat(torn.get("further").get(0).get("states").asInt())
                .as("states after a torn command, one for each sector but the last of each")
                .isGreaterThan(5_000);

        JsonNode lossy = explored(
                1, "--resume", folder.resolve("latest").toRealPath().toString(), "--profile", "window:commands=all");
        assertThat(lossy.get("failures")).as("bad cut points").isEmpty();
        assertThat(lossy.get("further").get(0).get("failures")).isNotEmpty().allSatisfy(it -> {
            assertThat(it.get("verdict").asString()).isEqualTo("DOES_NOT_BOOT");
            assertThat(it.get("meaning").asString()).contains("/boot.scr");
        });
    }
}
