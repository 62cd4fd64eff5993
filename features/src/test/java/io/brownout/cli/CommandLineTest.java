package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.card.FaultKinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What the command line answers to input that cannot work: one line and an exit code. */
class CommandLineTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    /** The guardian that ends what a killed JVM leaves stays as long as this JVM does. */
    @AfterEach
    void no_emulator_and_no_open_card_is_left() throws IOException {
        assertThat(ProcessHandle.current().descendants())
                .extracting(process -> process.info().command().orElse(""))
                .noneMatch(command -> command.contains("qemu"));
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(CommandLineTest::target)).noneMatch(target -> target.contains("/brownout-card-"));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }

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

    @ParameterizedTest
    @CsvSource({
        "--size 1G, --port",
        "--size 1G --port 0 --socket s, --port",
        "--size 1000B --port 0, 1000B",
        "--size 0K --port 0, 0K",
        "--size 3T --port 0, 3T",
        "--size much --port 0, much",
        "--port 0, --image",
        "--image no-such.img --port 0, no-such.img",
        "--size 1G --port 65536, 65536",
        "--size 1G --port -1, -1",
        "--size 1G --port http, http",
        "--size 1G --port 0 --bind no.such.host.invalid, no.such.host.invalid",
        "--size 1G --port 0 --profile perfect, perfect",
        "--size 1G --socket /proc/no/such/folder/s, /proc/no/such/folder/s",
        "--size 1G --port 0 --journal /proc/journal, /proc/journal"
    })
    void a_card_that_cannot_be_served_is_refused_in_a_line(String arguments, String named) {
        Answer answer = answer(("card serve " + arguments).split(" "));

        assertThat(answer).isEqualTo(answer.usageNaming(named));
    }

    @Test
    void a_port_that_is_taken_is_refused_in_a_line() throws IOException {
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(thief.getLocalPort());

            Answer answer = answer("card", "serve", "--size", "1G", "--port", port);

            assertThat(answer).isEqualTo(answer.usageNaming("127.0.0.1 port " + port));
        }
    }

    @Test
    void a_socket_that_is_there_already_is_refused_in_a_line_and_left_alone() throws IOException {
        Path socket = Files.writeString(folder.resolve("socket"), "mine");

        Answer answer = answer("card", "serve", "--size", "1G", "--socket", socket.toString());

        assertThat(answer).isEqualTo(answer.usageNaming(socket.toString()));
        assertThat(socket).hasContent("mine");
    }

    @Test
    void a_file_that_is_no_image_is_refused_in_a_line() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.img"), "not an image");

        Answer answer = answer(
                "boot",
                "--image",
                file.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("notes.img"));
    }

    @Test
    void a_truncated_image_is_refused_in_a_line() throws IOException {
        Path file = folder.resolve("half.img");
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            // One partition of type 0x83 from sector 2048, 100,000 sectors long, on a card of 1 MiB.
            image.setLength(1 << 20);
            image.seek(446 + 4);
            image.write(new byte[] {(byte) 0x83, 0, 0, 0, 0, 8, 0, 0, (byte) 0xa0, (byte) 0x86, 1, 0});
            image.seek(510);
            image.write(new byte[] {0x55, (byte) 0xaa});
        }

        Answer answer = answer(
                "boot",
                "--image",
                file.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("half.img"));
    }

    @Test
    void a_card_that_is_too_small_for_its_image_is_refused_in_a_line() throws IOException {
        Path image = Files.write(folder.resolve("large.img"), new byte[2 << 20]);

        Answer answer = answer("card", "serve", "--image", image.toString(), "--size", "1M", "--port", "0");

        assertThat(answer).isEqualTo(answer.usageNaming("too small for the image " + image));
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
    void a_card_that_is_no_profile_is_refused_with_what_it_can_have() {
        String out = folder.resolve("out").toString();
        Answer answer = answer("boot", "probe:1", "--profile", "torn-page:size=8KiB", "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("torn-page has no parameter \"size\"; it has page"));
    }

    @Test
    void the_faults_of_cards_are_listed_with_the_boards_where_they_bite() {
        StringWriter text = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(text));

        assertThat(commandLine.execute("cards", "--json")).isZero();

        assertThat(JsonMapper.builder().build().readTree(text.toString()))
                .hasSize(FaultKinds.all().size())
                .allSatisfy(fault -> {
                    assertThat(fault.at("/seen").asString()).isNotBlank();
                    assertThat(fault.at("/boards/virt/bites").asBoolean()).isTrue();
                    assertThat(fault.at("/boards/raspi3b/how").asString()).isNotBlank();
                });
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
    void a_card_model_that_is_not_there_is_refused_with_those_there_are() {
        Answer answer = answer("wear", "--image", "probe:1", "--card-model", "floppy");

        assertThat(answer).isEqualTo(answer.usageNaming("floppy")).isEqualTo(answer.usageNaming("cheap-tlc"));
    }

    @Test
    void a_gate_that_cannot_be_read_is_refused_before_anything_is_booted() {
        Answer answer = answer("wear", "--image", "probe:1", "--gate", "not much");

        assertThat(answer).isEqualTo(answer.usageNaming("not much")).isEqualTo(answer.usageNaming("500MB/day"));
    }

    @Test
    void a_folder_without_a_journal_cannot_be_weighed() {
        Answer answer = answer(
                "wear",
                "--journal",
                folder.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming(folder.toString()));
    }

    @Test
    void a_journal_has_no_image_to_be_held_against_another() {
        Answer answer = answer("wear", "--journal", folder.toString(), "--compare", "probe:1");

        assertThat(answer).isEqualTo(answer.usageNaming("--compare"));
    }

    @Test
    void a_gate_on_a_difference_needs_two_images() {
        Answer answer = answer("wear", "--image", "probe:1", "--gate", "+10% bytes/day");

        assertThat(answer).isEqualTo(answer.usageNaming("--compare"));
    }

    @Test
    void a_gates_file_with_an_unknown_key_is_refused_with_its_line() throws IOException {
        Path gates = Files.writeString(folder.resolve("gates.yml"), "gates:\n  year: 5\n");

        Answer answer = answer("wear", "--image", "probe:1", "--gate", gates.toString());

        assertThat(answer).isEqualTo(answer.usageNaming("gates.yml:2: unknown key \"year\""));
    }

    @Test
    void a_workload_that_is_not_there_is_refused_in_a_line() {
        String out = folder.resolve("out").toString();

        Answer answer = answer("wear", "--workload", "no_such.feature:5", "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("no_such.feature:5"));
    }

    @Test
    void a_line_without_a_scenario_is_no_workload() throws IOException {
        Path feature = Files.writeString(folder.resolve("a.feature"), "Feature: A\n\n  Scenario: B\n");

        Answer answer = answer(
                "wear",
                "--workload",
                feature + ":2",
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("expected one scenario at"));
    }

    @Test
    void a_journal_that_tells_of_no_hours_needs_them_said() {
        Path journal = folder.resolve("journal");
        Card.blank(1 << 20).journal(journal).build().close();
        String out = folder.resolve("out").toString();

        Answer answer = answer("wear", "--journal", journal.toString(), "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("--hours"));
    }

    @Test
    void a_card_at_the_end_of_its_life_is_no_unknown_thing() {
        Answer answer = answer("wear", "--image", "probe:1", "--age-to-end=worn");

        assertThat(answer).isEqualTo(answer.usageNaming("worn"));
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

    private record Answer(int exitCode, String error) {
        /** Returns what it should have been: usage, in one line that names this. */
        Answer usageNaming(String named) {
            assertThat(error).contains(named);
            assertThat(error.strip().lines().toList()).hasSize(1);
            return new Answer(2, error);
        }
    }

    private static Answer answer(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(error, true));
        commandLine.setOut(new PrintWriter(new StringWriter()));
        int exitCode = commandLine.execute(arguments);
        return new Answer(exitCode, error.toString());
    }
}
