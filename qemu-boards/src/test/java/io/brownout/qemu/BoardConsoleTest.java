package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.ConsoleLine;
import io.brownout.board.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardConsoleTest {
    private static final Deadline NOW = Deadline.in(Duration.ZERO);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final StoryKeeper story = new StoryKeeper();
    private BoardConsole console;

    @BeforeEach
    void create() {
        console = new BoardConsole(ConsoleLog.create(folder, "board"), story, heard.source("board"));
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private void says(String text) throws IOException {
        console.listen(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null);
    }

    @Test
    void lines_are_found_in_order_and_never_twice() throws IOException {
        console.beginBoot("test");
        says("one\ntwo\none\n");

        assertThat(console.expect(Pattern.compile("one"), NOW).group()).isEqualTo("one");
        assertThat(console.expect(Pattern.compile("one"), NOW).group()).isEqualTo("one");
        assertThatThrownBy(() -> console.expect(Pattern.compile("one|two"), NOW))
                .isInstanceOf(ConsoleTimeoutException.class);
    }

    @Test
    void a_timeout_shows_the_last_lines_and_where_the_log_is() throws IOException {
        console.beginBoot("test");
        says("the last line\n");

        assertThatThrownBy(() -> console.expect(Pattern.compile("never"), NOW))
                .isInstanceOf(ConsoleTimeoutException.class)
                .hasMessageContaining("expected on the console: never")
                .hasMessageContaining(folder.resolve("board.log").toString())
                .hasMessageContaining("the last line");
    }

    @Test
    void a_board_that_goes_off_ends_the_wait_with_its_reason() {
        console.beginBoot("test");
        Thread.ofVirtual().start(() -> console.boardIsOff("the card decided: write 7", null));

        assertThatThrownBy(() -> console.expect(Pattern.compile("never"), soon()))
                .isInstanceOf(ConsoleClosedException.class)
                .hasMessageContaining("the card decided: write 7");
    }

    @Test
    void what_was_said_before_the_board_went_off_is_still_found() throws IOException {
        console.beginBoot("test");
        says("last words");
        console.boardIsOff("cut", null);

        assertThat(console.expect(Pattern.compile("last words"), NOW).group()).isEqualTo("last words");
    }

    @Test
    void a_harness_that_failed_is_no_verdict_on_the_device() {
        console.beginBoot("test");
        console.boardIsOff("QEMU died", new HarnessException("QEMU died with status 139"));

        assertThatThrownBy(() -> console.expect(Pattern.compile("never"), soon()))
                .isInstanceOf(HarnessException.class)
                .hasMessage("QEMU died with status 139");
    }

    @Test
    void a_prompt_without_line_end_is_found_but_nothing_that_could_still_grow() throws IOException {
        console.beginBoot("test");
        try (PipedOutputStream device = new PipedOutputStream();
                PipedInputStream wire = new PipedInputStream(device)) {
            Thread.ofVirtual().start(() -> listenTo(wire));
            send(device, "version=2.0 U-Boot> ");
            assertThat(console.expect(Pattern.compile("U-Boot> "), soon()).group())
                    .isEqualTo("U-Boot> ");
            send(device, "echo\nversion=2.");
            assertThatThrownBy(() ->
                            console.expect(Pattern.compile("version=(\\S+)"), Deadline.in(Duration.ofMillis(300))))
                    .isInstanceOf(ConsoleTimeoutException.class);
            send(device, "1\n");
            assertThat(console.expect(Pattern.compile("version=(\\S+)"), soon()).group(1))
                    .isEqualTo("2.1");
        }
    }

    @Test
    void a_report_is_not_seen_before_its_line_has_ended() throws IOException {
        Pattern running = Pattern.compile("device-report: running");
        console.beginBoot("test");
        try (PipedOutputStream device = new PipedOutputStream();
                PipedInputStream wire = new PipedInputStream(device)) {
            Thread.ofVirtual().start(() -> listenTo(wire));
            send(device, "device-report: running slot=A ver");
            assertThatThrownBy(() -> console.expect(running, Deadline.in(Duration.ofMillis(300))))
                    .isInstanceOf(ConsoleTimeoutException.class);
            send(device, "sion=1\n");
            console.expect(running, soon());
            assertThat(story.story().lastBoot().orElseThrow().version()).contains("1");
        }
    }

    private void listenTo(PipedInputStream wire) {
        try {
            console.listen(wire, null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(PipedOutputStream device, String text) throws IOException {
        device.write(text.getBytes(StandardCharsets.UTF_8));
        device.flush();
    }

    @Test
    void reports_become_the_story_and_every_line_an_event_with_its_number_in_the_log() throws IOException {
        console.beginBoot("power on");
        says("[    1.5] device-report: running slot=A version=1\n");
        console.beginBoot("reset by the guest");
        says("device-report: running slot=B version=2\n");

        assertThat(story.story().boots())
                .extracting(boot -> boot.version().orElse(""))
                .containsExactly("1", "2");
        assertThat(heard.of(ConsoleLine.class)).extracting(ConsoleLine::number).containsExactly(1, 2, 3, 4);
        assertThat(folder.resolve("board.log")).content().isEqualTo("""
                        brownout: ---- boot 1: power on ----
                        [    1.5] device-report: running slot=A version=1
                        brownout: ---- boot 2: reset by the guest ----
                        device-report: running slot=B version=2
                        """);
    }

    @Test
    void a_console_without_input_refuses_to_be_typed_into() {
        console.beginBoot("test");

        assertThatThrownBy(() -> console.type("ls"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("use the wall clock");
    }

    @Test
    void two_boards_of_one_name_get_logs_of_their_own() {
        try (ConsoleLog second = ConsoleLog.create(folder, "board")) {
            assertThat(second.path()).isEqualTo(folder.resolve("board-2.log"));
        }
    }
}
