package io.brownout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that work on a card's journal. */
class CardJournalCommandsTest {
    private static final int BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private Path journal;
    private Path log;
    private byte[] content;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @BeforeEach
    void record() throws IOException {
        Path recorded = folder.resolve("recorded");
        log = folder.resolve("log");
        content = Arrays.copyOf("what a person put there".getBytes(UTF_8), BYTES);
        try (Card card = Card.blank(BYTES).journal(recorded).build()) {
            card.edit(raw -> Files.write(raw, content));
            card.mark("Given a card");
            CardHistory history = card.history();
            history.exportLogWrites(history.last(), log);
        }
        journal = folder.resolve("journal");
        assertThat(answer("card", "import", log.toString(), journal.toString(), "--size", "1MiB"))
                .isEmpty();
    }

    /** Runs a command in this process; returns what it says on standard error. */
    private static String answer(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(error, true));
        int exitCode = commandLine.execute(arguments);
        return exitCode == 0
                ? ""
                : "%d: %s".formatted(exitCode, error.toString().strip());
    }

    private static String said(String... arguments) throws Exception {
        Process process = BrownoutProcess.start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void info_says_what_the_journal_holds() throws Exception {
        JsonNode info = JsonMapper.shared().readTree(said("card", "info", journal.toString(), "--json"));

        assertThat(info.get("card").asString()).isEqualTo("imported");
        assertThat(info.get("cardBytes").asLong()).isEqualTo(BYTES);
        assertThat(info.get("base").asString()).isEqualTo("an empty card");
        assertThat(info.get("writes").asLong()).isEqualTo(1);
        assertThat(info.get("records").get("WRITE").asLong()).isEqualTo(1);
        assertThat(info.get("usage").get("bytes").get("(gap)").asLong()).isEqualTo(512);
        assertThat(info.get("torn").asBoolean()).isFalse();
        assertThat(info.get("marks").findValuesAsString("text")).contains("Given a card", "HOST_WRITE");
    }

    @Test
    void info_and_the_list_of_states_are_for_people_too() throws Exception {
        assertThat(said("card", "info", journal.toString()))
                .contains("imported, 1048576 bytes")
                .contains("after-0 to after-1")
                .contains("(gap): 512 bytes in 1 writes")
                .contains("Given a card");
        assertThat(said("card", "state", journal.toString()).lines())
                .anyMatch(line -> line.matches("after-1 +Given a card"))
                .anyMatch(line -> line.matches("after-1 +the end"));
    }

    @Test
    void a_state_is_exported_as_a_raw_image_and_as_a_log() throws IOException {
        Path raw = folder.resolve("raw.img");
        Path again = folder.resolve("again.log");

        assertThat(answer("card", "export", journal.toString(), raw.toString())).isEmpty();
        assertThat(Files.readAllBytes(raw)).isEqualTo(content);
        assertThat(answer("card", "export", journal.toString(), raw.toString(), "--state", "after-0"))
                .isEmpty();
        assertThat(Files.readAllBytes(raw)).isEqualTo(new byte[BYTES]);
        assertThat(answer("card", "export", journal.toString(), again.toString(), "--to", "dm-log-writes"))
                .isEmpty();
        assertThat(again).hasSameBinaryContentAs(log);
    }

    @Test
    void a_state_is_served_until_a_signal_ends_it_with_nothing_left() throws Exception {
        Path socket = folder.resolve("socket");
        Process process =
                BrownoutProcess.start("card", "state", journal.toString(), "after-1", "--socket", socket.toString());
        try {
            String uri = process.inputReader(UTF_8).readLine();
            Path copy = folder.resolve("copy.img");
            for (String name : new String[] {"", "after-0"}) {
                Process client = new ProcessBuilder("nbdcopy", uri.replace("///", "///" + name), copy.toString())
                        .inheritIO()
                        .start();
                assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readAllBytes(copy))
                        .as("%s, %s", uri, name)
                        .isEqualTo(name.isEmpty() ? content : new byte[BYTES]);
            }

            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(socket).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void what_cannot_be_done_is_refused_in_one_line() {
        String raw = folder.resolve("raw.img").toString();

        assertThat(answer("card", "info", folder.toString())).startsWith("2:").contains("records.bin");
        assertThat(answer("card", "export", journal.toString(), raw, "--state", "before-1"))
                .startsWith("2:")
                .contains("before-1");
        assertThat(answer("card", "export", journal.toString(), raw, "--state", "after-2"))
                .startsWith("2:")
                .contains("beyond the end");
        assertThat(answer("card", "state", journal.toString(), "after-9")).startsWith("2:");
        assertThat(answer("card", "state", journal.toString(), "--port", "70000"))
                .startsWith("2:")
                .contains("70000");
        assertThat(answer("card", "import", raw, folder.resolve("other").toString()))
                .startsWith("2:")
                .contains("--size");
        assertThat(answer("card", "import", log.toString(), journal.toString(), "--size", "1MiB"))
                .startsWith("2:")
                .contains("already holds");
        assertThat(answer("card", "info", journal.toString(), "--image", raw))
                .startsWith("2:")
                .contains("did not begin as an image");
    }
}
