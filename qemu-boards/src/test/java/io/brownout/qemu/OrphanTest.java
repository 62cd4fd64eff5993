package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No process outlives its owner, however the owner ends. The owner is a JVM of its own here, with a real board. */
@Timeout(120)
class OrphanTest {
    @TempDir
    Path folder;

    private Path temporary;
    private Process owner;
    private List<ProcessHandle> children;

    @BeforeEach
    void start_a_board_in_another_jvm() throws IOException {
        Path image = Guests.running(folder, "while true; do true; done");
        temporary = Files.createTempDirectory("own");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BoardForOrphanTest.class.getName(),
                        folder.toString(),
                        image.toString())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("TMPDIR", temporary.toString());
        owner = builder.start();
        String said = owner.inputReader().readLine();
        assertThat(said).as(() -> read(folder.resolve("errors"))).isEqualTo("ready");
        children = owner.descendants().toList();
    }

    @AfterEach
    void end_it() throws IOException {
        owner.destroyForcibly();
        Files.deleteIfExists(temporary);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.toList();
        }
    }

    private void assert_all_gone() throws IOException {
        CompletableFuture<Void> gone = CompletableFuture.allOf(
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        assertThat(gone).as("%s", children).succeedsWithin(Duration.ofSeconds(5));
        assertThat(entries()).as("temporary files").isEmpty();
    }

    @Test
    void a_board_and_all_that_belongs_to_it_end_with_a_jvm_that_is_killed() throws IOException, InterruptedException {
        assertThat(children).as("QEMU and guardian").hasSize(2);
        assertThat(entries()).as("folders of board and card").hasSize(2);

        owner.destroyForcibly().waitFor();

        assert_all_gone();
    }

    @Test
    void a_board_and_all_that_belongs_to_it_end_within_five_seconds_of_sigterm()
            throws IOException, InterruptedException {
        Instant begin = Instant.now();

        owner.destroy();

        assertThat(owner.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assert_all_gone();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void what_even_the_guardian_could_not_end_is_swept_at_the_next_start() throws IOException, InterruptedException {
        ProcessHandle guardian = children.stream()
                .filter(it -> it.info().command().orElse("").endsWith("sh"))
                .findFirst()
                .orElseThrow();
        guardian.destroyForcibly();
        guardian.onExit().join();
        owner.destroyForcibly().waitFor();
        assertThat(children).anyMatch(ProcessHandle::isAlive);

        List<Path> swept = PrivateFolder.sweep(temporary);

        assertThat(swept).hasSize(1);
        CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .join();
        assertThat(swept.getFirst()).doesNotExist();
        deleteCardFolder();
    }

    /** The card's own sweep is the card room's to test. */
    private void deleteCardFolder() throws IOException {
        try (Stream<Path> left = Files.walk(temporary)) {
            for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
