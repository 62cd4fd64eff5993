package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutTest {
    private static final int BYTES = 64 * 512;
    private static final int WRITES = 60;

    @TempDir
    private Path folder;

    private final BlockingQueue<CardCut> cuts = new ArrayBlockingQueue<>(4);
    private Path image;

    private record Write(long offset, int seed, int length) {
        byte[] content() {
            byte[] content = new byte[length];
            new Random(seed).nextBytes(content);
            return content;
        }
    }

    @BeforeEach
    void makeImage() throws IOException {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        image = Files.write(folder.resolve("card.img"), content);
    }

    private static List<Write> randomWrites(long seed) {
        Random random = new Random(seed);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            int sectors = 1 + random.nextInt(8);
            writes.add(new Write(random.nextInt(64 - sectors + 1) * 512L, random.nextInt(), sectors * 512));
        }
        return writes;
    }

    /** Writes until the card no longer answers. */
    private static void writeUntilCut(CardConnection connection, List<Write> writes, int cut) throws IOException {
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            for (Write write : writes.subList(0, cut)) {
                client.write(write.offset(), write.content());
            }
            Write next = writes.get(cut);
            client.request(0, NbdClient.WRITE, next.offset(), next.length(), next.content());
            connection.close(); // Ends the wait: a card without power never answers.
            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void after_a_cut_at_write_n_the_card_holds_the_first_n_writes_and_no_other_for_every_n() throws Exception {
        long seed = 20261124;
        List<Write> writes = randomWrites(seed);
        byte[] model = Files.readAllBytes(image);

        for (int n = 0; n < WRITES; n++) {
            try (Card card = Card.of(image).partitioned(false).build()) {
                card.cutAfterWrite(n);
                CardConnection connection = card.plugIn(cuts::add);
                try (NbdClient client = NbdClient.connected(connection.socket())) {
                    for (Write write : writes.subList(0, n)) {
                        client.write(write.offset(), write.content());
                    }
                    Write next = writes.get(n);
                    client.request(0, NbdClient.WRITE, next.offset(), next.length(), next.content());
                    CardCut cut = cuts.poll(10, TimeUnit.SECONDS);
                    client.request(0, NbdClient.READ, 0, 512, new byte[0]);
                    connection.close();

                    assertThat(cut).as("seed %d, cut at %d", seed, n).isNotNull();
                    assertThat(cut.write()).isEqualTo(n);
                    assertThat(cut.sector()).isEqualTo(next.offset() / 512);
                    assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
                }
                assertThat(card.view().read(0, 64))
                        .as("seed %d, cut at %d", seed, n)
                        .isEqualTo(model);
                assertThat(card.journal().writes()).isEqualTo(n);
            }
            byte[] written = writes.get(n).content();
            System.arraycopy(written, 0, model, (int) writes.get(n).offset(), written.length);
        }
        assertThat(cuts).isEmpty();
    }

    @Test
    void a_card_that_was_cut_goes_on_from_what_survived_when_it_is_plugged_in_again() throws Exception {
        try (Card card = Card.of(image).partitioned(false).build()) {
            card.cutAfterWrite(1);
            writeUntilCut(card.plugIn(cuts::add), randomWrites(5), 1);

            try (CardConnection again = card.plugIn(cuts::add);
                    NbdClient client = NbdClient.connected(again.socket())) {
                client.writeText(0, "after the cut");
                assertThat(client.read(0, 64 * 512)).isEqualTo(card.view().read(0, 64));
            }
            assertThat(card.journal().requests().map(CardRequest::kind))
                    .containsExactly(
                            RequestKind.POWER_ON,
                            RequestKind.WRITE,
                            RequestKind.POWER_LOST,
                            RequestKind.POWER_ON,
                            RequestKind.WRITE,
                            RequestKind.READ,
                            RequestKind.POWER_LOST);
        }
    }
}
