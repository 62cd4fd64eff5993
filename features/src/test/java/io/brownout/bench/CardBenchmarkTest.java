package io.brownout.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.brownout.board.ByteSize;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark measures real servers with a real client; how fast they are is no business of a test. */
@Timeout(120)
class CardBenchmarkTest {
    private static final Cell SECTORS = Cell.quick().getFirst();

    @TempDir
    private Path folder;

    @Test
    void ours_is_measured_against_every_other_that_is_installed() {
        List<String> progress = new ArrayList<>();
        List<String> program = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dbrownout.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.brownout.cli.Main");

        List<Comparison> comparisons =
                new CardBenchmark(program, folder, List.of(SECTORS), 1, Duration.ofMillis(300)).run(progress::add);

        assertThat(comparisons)
                .extracting(Comparison::peerName)
                .contains("qemu-nbd, raw file on tmpfs")
                .allMatch(name -> name.startsWith("nbdkit") || name.startsWith("qemu-nbd"));
        assertThat(comparisons).extracting(Comparison::oursName).contains("glass card, journal on tmpfs");
        assertThat(comparisons).allSatisfy(it -> {
            assertThat(it.ours()).isPositive();
            assertThat(it.peer()).isPositive();
            assertThat(it.ratio()).isEqualTo(it.ours() / it.peer());
        });
        assertThat(progress).hasSizeGreaterThanOrEqualTo(comparisons.size());
        assertThat(folder).as("data of the servers").isEmptyDirectory();
    }

    @Test
    void a_server_that_ends_at_once_is_told_with_what_it_said() {
        Peer broken = new Peer.GlassCard(List.of("sh", "-c", "echo no such card; exit 4"), folder);

        assertThatExceptionOfType(HarnessException.class)
                .isThrownBy(() -> RunningPeer.start(broken, ByteSize.parse("1MiB")))
                .withMessageContaining("no such card");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_server_is_gone_with_its_socket_and_data_when_it_is_closed() throws IOException {
        Path socket;
        try (RunningPeer running = RunningPeer.start(new Peer.QemuNbd(folder), ByteSize.parse("1MiB"))) {
            socket = running.socket();
            assertThat(socket).exists();
            assertThat(running.data().resolve("raw.img")).hasSize(1 << 20);
        }

        assertThat(socket.getParent()).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.info().command().orElse("").contains("qemu-nbd"));
    }

    @Test
    void each_nbdkit_is_asked_for_what_its_name_says() {
        Peer oneThreadLogged = new Peer.Nbdkit(Optional.of(1), true, folder);

        assertThat(oneThreadLogged.name()).isEqualTo("nbdkit -t 1 memory with its log filter");
        assertThat(oneThreadLogged.command(Path.of("/s"), Path.of("/d"), ByteSize.parse("1MiB")))
                .containsExactly(
                        "nbdkit",
                        "--foreground",
                        "--unix",
                        "/s",
                        "--threads",
                        "1",
                        "--filter=log",
                        "memory",
                        "1048576",
                        "logfile=/d/requests.log");
    }

    @Test
    void a_program_that_is_missing_is_told_with_its_package() {
        assertThat(Programs.lacks("no-such-program", "no-such-package"))
                .hasValue("no-such-program is missing: apt-get install no-such-package");
        assertThat(Programs.lacks("sh", "dash")).isEmpty();
    }
}
