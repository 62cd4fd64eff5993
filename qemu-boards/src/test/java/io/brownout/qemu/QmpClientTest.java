package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real QEMU without a machine. */
@Timeout(60)
class QmpClientTest {
    private PrivateFolder folder;
    private Process qemu;
    private QmpClient client;

    @BeforeEach
    void connect() throws IOException {
        folder = PrivateFolder.create(PrivateFolder.usualParent());
        Path socket = folder.resolve("control.sock");
        try (Listener listener = Listener.at(socket)) {
            qemu = folder.own(new ProcessBuilder(
                            QemuInstallation.find().program().toString(),
                            "-M",
                            "none",
                            "-display",
                            "none",
                            "-S",
                            "-chardev",
                            "socket,id=c,path=" + socket,
                            "-mon",
                            "chardev=c,mode=control"))
                    .inheritIO()
                    .start();
            client = QmpClient.greet(listener.accept(soon()), soon());
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        client.close();
        qemu.destroyForcibly();
        qemu.waitFor();
        folder.close();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    @Test
    void an_answer_finds_its_command() {
        assertThat(client.execute("query-status", soon()).path("running").asBoolean(true))
                .isFalse();
        assertThat(client.execute("query-version", soon())
                        .path("qemu")
                        .path("major")
                        .asInt())
                .isGreaterThan(6);
    }

    @Test
    void a_command_that_qemu_refuses_is_an_error_with_its_words() {
        assertThatThrownBy(() -> client.execute("no-such-command", soon()))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("no-such-command");
    }

    @Test
    void events_are_kept_in_order_and_can_be_read_when_qemu_is_gone() {
        client.execute("cont", soon());
        client.execute("stop", soon());
        client.execute("quit", soon());
        client.awaitEnd(soon());

        assertThat(client.events())
                .containsExactly(
                        new QmpEvent.Resume(), new QmpEvent.Stop(), new QmpEvent.Shutdown(false, "host-qmp-quit"));
    }

    @Test
    void a_qemu_that_is_gone_is_told_from_one_that_is_slow() throws InterruptedException {
        qemu.destroyForcibly().waitFor();
        client.awaitEnd(soon());

        assertThatThrownBy(() -> client.execute("query-status", soon())).isInstanceOf(HarnessException.class);
    }

    @Test
    void each_kind_of_message_is_told_by_its_keys() {
        assertThat(QmpMessage.decode(
                        "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}}}}"))
                .isEqualTo(new QmpMessage.Greeting("7.2.22"));
        assertThat(QmpMessage.decode("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}, \"id\": 3}"))
                .isEqualTo(new QmpMessage.Failure(3, "GenericError", "no"));
        assertThat(QmpMessage.decode(
                        "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}"))
                .isEqualTo(new QmpEvent.Shutdown(true, "guest-reset"));
        assertThat(
                        QmpMessage.decode(
                                "{\"event\": \"BLOCK_IO_ERROR\", \"data\": {\"node-name\": \"n\", \"operation\": \"write\", \"reason\": \"r\"}}"))
                .isEqualTo(new QmpEvent.BlockIoError("n", "write", "r"));
    }
}
