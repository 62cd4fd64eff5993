package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.testing.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sockets, folders and journals when the process with the card is ended from outside. */
class NothingIsLeftBehindTest {
    @TempDir
    private Path folder;

    private Path image;
    private Path temporary;
    private Process process;

    @BeforeEach
    void startProcess() throws IOException {
        image = Images.sparse(folder.resolve("card.img"), 1 << 20);
        temporary = Files.createDirectory(folder.resolve("tmp"));
        process = start("first");
    }

    private Process start(String journal) throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.brownout.card.CardProcess",
                        image.toString(),
                        folder.resolve(journal).toString())
                .redirectErrorStream(true)
                .start();
        String said = started.inputReader(UTF_8).readLine();
        assertThat(said)
                .as("what the process says once its writes are acknowledged")
                .startsWith(temporary.toString());
        return started;
    }

    @AfterEach
    void endProcess() {
        process.destroyForcibly();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(it -> !it.getFileName().toString().startsWith("hsperf"))
                    .toList();
        }
    }

    private static void end(Process ended) throws InterruptedException {
        assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sigterm_removes_sockets_and_temporary_journals() throws Exception {
        assertThat(left()).hasSize(2);

        process.destroy();
        end(process);

        assertThat(left()).isEmpty();
    }

    @Test
    void after_a_kill_the_next_card_removes_what_was_left_but_nothing_of_the_living() throws Exception {
        process.destroyForcibly();
        end(process);
        assertThat(left()).hasSize(2);
        for (Path abandoned : left()) {
            Files.setLastModifiedTime(
                    abandoned.resolve("lock"), FileTime.from(Instant.now().minusSeconds(600)));
        }

        process = start("second");
        assertThat(left()).hasSize(2);
        for (Path living : left()) {
            Files.setLastModifiedTime(
                    living.resolve("lock"), FileTime.from(Instant.now().minusSeconds(600)));
        }
        Process third = start("third");

        assertThat(left()).hasSize(4);
        third.destroy();
        end(third);
        assertThat(left()).hasSize(2);
    }

    @Test
    void a_kill_loses_no_acknowledged_write_of_the_journal() throws Exception {
        process.destroyForcibly();
        end(process);

        CardJournal journal = CardJournal.open(folder.resolve("first"));

        assertThat(journal.writes()).isEqualTo(100);
        assertThat(journal.requests().filter(it -> it.kind().isWrite()))
                .allSatisfy(
                        it -> assertThat(new String(journal.content(it), UTF_8)).startsWith("write " + it.write()));
    }

    @Test
    void a_full_disk_ends_the_connection_and_is_named_when_the_power_goes() throws Exception {
        Process limited = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 20000; exec \"$@\"", // 512 bytes each: room for two steps of the journal's growth.
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.brownout.card.FullDiskProcess",
                        image.toString(),
                        folder.resolve("full").toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(limited.getInputStream().readAllBytes(), UTF_8);

        assertThat(said)
                .contains("the board sees: the server has closed the connection")
                .contains("content.bin longer than 8388608 bytes")
                .contains("is the disk full?");
    }
}
