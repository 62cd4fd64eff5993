package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line answers to input that cannot work: one line and an exit code. */
class CommandLineTest extends InProcessCommand {
    @Test
    void every_subcommand_has_complete_help() {
        checkHelp(Main.commandLine());
    }

    private static void checkHelp(CommandLine parent) {
        parent.getSubcommands().forEach((name, command) -> {
            String help = command.getUsageMessage();
            String qualified = parent.getCommandSpec().qualifiedName() + " " + name;
            assertThat(help).as("help of %s", name).contains("Usage: " + qualified);
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as("description of %s", name)
                    .isNotEmpty();
            assertThat(command.getCommandSpec().options())
                    .allSatisfy(option -> assertThat(option.description())
                            .as("%s %s", name, option.longestName())
                            .isNotEmpty());
            checkHelp(command);
        });
    }

    @Test
    void a_benchmark_of_cells_that_do_not_exist_names_those_that_do() {
        Answer answer = answer("bench", "card", "--cells", "write 3KiB");

        assertThat(answer).isEqualTo(answer.usageNaming("write 64KiB, depth 1"));
    }

    @Test
    void a_benchmark_of_no_rounds_is_refused_in_a_line() {
        Answer answer = answer("bench", "card", "--rounds", "0");

        assertThat(answer).isEqualTo(answer.usageNaming("--rounds"));
    }

    @ParameterizedTest
    @CsvSource({
        "raspi9, ideal, raspi9",
        "raspi3b, window:commands=all, window:commands=N",
        "virt, torn-page, window:commands=all",
        "virt, dead, window:commands=all"
    })
    void a_board_or_a_card_that_cannot_be_explored_is_refused_before_anything_is_recorded(
            String board, String profile, String named) {
        String update = "cut --from duo:1 --to duo:2 --board %s --profile %s --out %s"
                .formatted(board, profile, folder.resolve("out"));

        Answer answer = answer(update.split(" "));

        assertThat(answer).isEqualTo(answer.usageNaming(named));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "22:", "a:22", "1:2:3"})
    void a_port_that_is_none_is_not_forwarded(String port) {
        Answer answer = answer("boot", "probe:1", "--clock", "wall", "--forward", port);

        assertThat(answer).isEqualTo(answer.usageNaming("--forward " + port));
    }

    @Test
    void an_unknown_command_is_usage() {
        Answer answer = answer("sing");

        assertThat(answer).isEqualTo(answer.usageNaming("sing")).isEqualTo(answer.usageNaming("brownout --help"));
    }

    @Test
    void an_option_that_is_nearly_right_is_refused_with_the_right_one() {
        Answer answer = answer("card", "serve", "--sise", "1G");

        assertThat(answer).isEqualTo(answer.usageNaming("--size"));
    }

    @Test
    void an_unknown_board_is_refused_with_those_there_are() {
        Answer answer = answer(
                "boot",
                "probe:1",
                "--board",
                "raspi9",
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("raspi9")).isEqualTo(answer.usageNaming("raspi3b"));
    }

    @Test
    void an_output_folder_that_cannot_be_written_is_refused_in_a_line() {
        Answer answer = answer("run", "--out", "/proc/out");

        assertThat(answer).isEqualTo(answer.usageNaming("/proc/out"));
    }

    @Test
    void a_feature_that_is_not_there_is_refused_in_a_line() {
        Answer answer =
                answer("run", "no_such.feature", "--out", folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("no_such.feature"));
    }

    @Test
    void a_tag_expression_that_cannot_be_read_is_refused_in_a_line() {
        Answer answer = answer(
                "run", "--tags", "@fast and (", "--out", folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("@fast and ("));
    }

    @Test
    void no_scenario_at_all_is_an_error_and_not_a_pass() throws IOException {
        Path out = folder.resolve("out");

        Answer answer = answer("run", "--tags", "@no-such-tag", "--out", out.toString());

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(out.resolve("latest/run.json"))
                .content()
                .contains("\"verdict\"")
                .contains("error")
                .contains("expected at least one scenario to run");
    }

    @Test
    void nothing_is_left_of_a_command_that_was_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.img"), "not an image");
        Path out = folder.resolve("out");

        answer("boot", "--image", file.toString(), "--out", out.toString());

        try (Stream<Path> left = Files.walk(out)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("run.json")
                    .doesNotContain("journal");
        }
    }
}
