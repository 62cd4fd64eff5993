package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.RequestKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A card that is served by the program, to clients that are not ours. */
@Timeout(60)
class CardServeTest {
    private static final Duration MOST = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void a_card_outlives_its_clients_and_ends_with_a_signal_and_nothing_left_but_its_journal()
            throws IOException, InterruptedException {
        Path socket = folder.resolve("card.socket");
        Path journal = folder.resolve("journal");
        Process brownout = serve("--size", "32G", "--socket", socket.toString(), "--journal", journal.toString());
        try {
            String uri = brownout.inputReader().readLine();

            assertThat(uri).isEqualTo("nbd+unix:///?socket=" + socket);
            assertThat(qemuIo(uri, "write -P 7 1M 64k", "flush")).contains("wrote 65536/65536");
            Process killed = new ProcessBuilder("/usr/bin/qemu-io", "-f", "raw", uri).start();
            killed.destroyForcibly().waitFor();
            assertThat(qemuIo(uri, "read -P 7 1M 64k", "length"))
                    .contains("read 65536/65536")
                    .contains("32 GiB");

            end(brownout);
            assertThat(socket).doesNotExist();
            assertThat(CardJournal.open(journal).requests().map(CardRequest::kind))
                    .contains(RequestKind.POWER_ON, RequestKind.WRITE, RequestKind.FLUSH)
                    .endsWith(RequestKind.POWER_LOST);
        } finally {
            brownout.destroyForcibly();
        }
    }

    @Test
    void the_socket_of_a_server_that_was_killed_is_taken_over_and_that_of_a_living_one_is_not()
            throws IOException, InterruptedException {
        Path socket = folder.resolve("card.socket");
        Process killed = serve("--size", "1G", "--socket", socket.toString());
        killed.inputReader().readLine();
        killed.destroyForcibly().waitFor();
        assertThat(socket).as("what the kernel leaves of a killed server").exists();

        Process next = serve("--size", "1G", "--socket", socket.toString());
        try {
            String uri = next.inputReader().readLine();

            assertThat(uri).isEqualTo("nbd+unix:///?socket=" + socket);
            assertThat(saying(next, "nobody answers")).contains(socket.toString(), "taken over");
            assertThat(qemuIo(uri, "write -P 7 1M 64k")).contains("wrote 65536/65536");
            Process third = serve("--size", "1G", "--socket", socket.toString());
            assertThat(saying(third, "somebody serves")).contains(socket.toString(), "name another socket");
            assertThat(third.waitFor()).isEqualTo(2);
            assertThat(qemuIo(uri, "read -P 7 1M 64k")).as("the one that lives").contains("read 65536/65536");
            next.destroy();
            assertThat(next.waitFor()).isZero();
            assertThat(socket).doesNotExist();
        } finally {
            next.destroyForcibly();
        }
    }

    /** Returns the line of a program's errors that has these words; what a JVM says of its options comes before it. */
    private static String saying(Process process, String words) {
        return process.errorReader()
                .lines()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_card_begins_as_its_image_and_leaves_it_as_it_was() throws IOException, InterruptedException {
        byte[] content = new byte[1 << 20];
        content[4711] = 42;
        Path image = Files.write(folder.resolve("card.img"), content);
        Process brownout = serve("--image", image.toString(), "--port", "0");
        try {
            String uri = brownout.inputReader().readLine();

            assertThat(URI.create(uri).getHost()).isEqualTo("127.0.0.1");
            assertThat(qemuIo(uri, "read -v 4608 512", "write -P 1 0 1M")).contains("2a");

            end(brownout);
            assertThat(Files.readAllBytes(image)).isEqualTo(content);
        } finally {
            brownout.destroyForcibly();
        }
    }

    /** Starts a server that has a folder of its own for what is temporary, so that what it leaves can be seen. */
    private Process serve(String... arguments) throws IOException {
        Files.createDirectories(temporary());
        String[] command =
                Stream.concat(Stream.of("card", "serve"), Stream.of(arguments)).toArray(String[]::new);
        return BrownoutProcess.start(List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary()), command);
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private void end(Process brownout) throws IOException, InterruptedException {
        brownout.destroy();

        assertThat(brownout.waitFor(MOST.toSeconds(), TimeUnit.SECONDS))
                .as("ended within %s", MOST)
                .isTrue();
        assertThat(brownout.exitValue()).isZero();
        try (Stream<Path> left = Files.list(temporary())) {
            assertThat(left.filter(it -> !it.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
    }

    private static String qemuIo(String uri, String... commands) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/qemu-io", "-f", "raw"));
        for (String one : commands) {
            command.addAll(List.of("-c", one));
        }
        command.add(uri);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = process.inputReader().readAllAsString();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
