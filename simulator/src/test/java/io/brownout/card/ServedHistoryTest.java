package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.nbd.NbdClient;
import io.brownout.nbd.NbdServer;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of a history, asked for by name with clients that are not ours. */
class ServedHistoryTest {
    private static final int BYTES = 1 << 20;
    private static final String LIBNBD = "libnbd-bin";

    @TempDir
    private Path folder;

    private Card card;
    private CardHistory history;
    private ServedHistory served;
    private NbdServer server;

    @BeforeEach
    void serve() throws IOException {
        card = Card.blank(BYTES).build();
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < 20; i++) {
                client.writeText(i % 7 * 512L, "write " + i);
                if (i == 9) {
                    card.mark("half of it");
                }
            }
        }
        history = card.history();
        served = new ServedHistory(history, StateId.after(20));
        server = served.serveAt(UnixDomainSocketAddress.of(folder.resolve("socket")));
    }

    @AfterEach
    void end() {
        server.close();
        served.close();
        card.close();
    }

    private String uri(String name) {
        return "nbd+unix:///%s?socket=%s".formatted(name, folder.resolve("socket"));
    }

    private byte[] copied(String name) throws IOException {
        Path copy = folder.resolve("copy.img");
        Tool.run(LIBNBD, "nbdcopy", uri(name), copy.toString());
        return Files.readAllBytes(copy);
    }

    private byte[] recorded(String name) {
        return history.view(StateId.parse(name)).read(0, BYTES / 512);
    }

    @Test
    void any_state_is_an_export_and_the_default_is_the_one_that_was_named() throws IOException {
        for (String name : new String[] {"after-0", "after-13", "after-13-without-5+11..12", "records-4"}) {
            assertThat(copied(name)).as(name).isEqualTo(recorded(name));
        }
        assertThat(copied("")).isEqualTo(recorded("after-20"));
        assertThat(Tool.run(LIBNBD, "nbdinfo", "--list", uri("")))
                .contains("export=\"after-20\"")
                .contains("export=\"after-10\"");
        assertThatThrownBy(() -> copied("after-21")).hasMessageContaining("nbdcopy");
        assertThatThrownBy(() -> new ServedHistory(history, StateId.after(21))).isInstanceOf(UsageException.class);
    }

    @Test
    void what_a_client_writes_to_a_state_stays_in_that_state() throws IOException {
        byte[] other = new byte[BYTES];
        Arrays.fill(other, (byte) 7);
        Path source = Files.write(folder.resolve("other.img"), other);

        Tool.run(LIBNBD, "nbdcopy", source.toString(), uri("after-13"));

        assertThat(copied("after-13")).isEqualTo(other);
        assertThat(copied("after-12")).isEqualTo(recorded("after-12"));
        assertThat(new String(history.after(13).read(5, 1), UTF_8)).startsWith("write 12");
        assertThat(card.view().read(0, BYTES / 512)).isEqualTo(recorded("after-20"));
    }
}
