package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornCommandTest {
    private static final int RUN_BEGINS = 100;
    private static final int ACKNOWLEDGED = 12;

    @TempDir
    private Path folder;

    private final SynchronousQueue<CardCut> cuts = new SynchronousQueue<>();
    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = Images.sparse(folder.resolve("card.img"), 1 << 20);
    }

    private Card card(long seed) {
        return Card.of(image)
                .partitioned(false)
                .profile(CardProfile.tornCommand())
                .seed(seed)
                .build();
    }

    private static byte[] sector(int value) {
        byte[] content = new byte[512];
        Arrays.fill(content, (byte) value);
        return content;
    }

    private CardCut cutDuring(Card card, Requests requests) throws Exception {
        try (CardConnection connection = card.plugIn(this::tell);
                NbdClient client = NbdClient.connected(connection.socket())) {
            requests.send(client);
            CardCut cut = cuts.poll(10, TimeUnit.SECONDS);
            assertThat(cut).isNotNull();
            return cut;
        }
    }

    private void tell(CardCut cut) {
        try {
            cuts.put(cut);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Requests {
        void send(NbdClient client) throws IOException;
    }

    /** A finished write elsewhere, then a run of single sectors over older content, and one more sector of it that never lands. */
    private static void singleSectors(NbdClient client) throws IOException {
        for (int i = 0; i <= ACKNOWLEDGED; i++) {
            client.write((RUN_BEGINS + i) * 512L, sector(0x11));
            client.perform(NbdClient.FLUSH, 0, 0); // Keeps the old content from being one run itself.
        }
        client.write(0, sector(0x33));
        for (int i = 0; i < ACKNOWLEDGED; i++) {
            client.write((RUN_BEGINS + i) * 512L, sector(0x22));
        }
        client.request(0, NbdClient.WRITE, (RUN_BEGINS + ACKNOWLEDGED) * 512L, 512, sector(0x22));
    }

    @Test
    void of_a_run_of_single_sectors_a_prefix_survives_and_the_rest_is_as_before_the_run() throws Exception {
        List<Integer> kept = new ArrayList<>();

        for (int seed = 0; seed < 40; seed++) {
            try (Card card = card(seed)) {
                card.cutAfterWrite(2 * ACKNOWLEDGED + 2);
                CardCut cut = cutDuring(card, TornCommandTest::singleSectors);

                int survivors = 0;
                while (Arrays.equals(card.view().read(RUN_BEGINS + survivors, 1), sector(0x22))) {
                    survivors++;
                }
                for (int i = survivors; i <= ACKNOWLEDGED; i++) {
                    assertThat(card.view().read(RUN_BEGINS + i, 1))
                            .as("seed %d, sector %d", seed, i)
                            .isEqualTo(sector(0x11));
                }
                assertThat(card.view().read(0, 1)).isEqualTo(sector(0x33));
                assertThat(cut.lostWrites()).as("seed %d", seed).isEqualTo(ACKNOWLEDGED - survivors);
                assertThat(cut.profile()).isEqualTo("torn-command");
                kept.add(survivors);
            }
        }

        assertThat(kept).contains(0, ACKNOWLEDGED).anyMatch(it -> it > 0 && it < ACKNOWLEDGED);
    }

    @Test
    void the_same_seed_tears_at_the_same_place() throws Exception {
        List<Long> lost = new ArrayList<>();

        for (int run = 0; run < 3; run++) {
            try (Card card = card(3)) {
                card.cutAfterWrite(2 * ACKNOWLEDGED + 2);
                lost.add(cutDuring(card, TornCommandTest::singleSectors).lostWrites());
            }
        }

        assertThat(lost).containsOnly(lost.getFirst());
    }

    @Test
    void of_a_request_longer_than_a_sector_a_prefix_lands_and_no_acknowledged_write_is_lost() throws Exception {
        List<Integer> landed = new ArrayList<>();
        byte[] request = new byte[8 * 512];
        Arrays.fill(request, (byte) 0x22);

        for (int seed = 0; seed < 30; seed++) {
            try (Card card = card(seed)) {
                card.cutAfterWrite(1);
                CardCut cut = cutDuring(card, client -> {
                    client.write(RUN_BEGINS * 512L - 4096, request);
                    client.request(0, NbdClient.WRITE, RUN_BEGINS * 512L, 4096, request);
                });

                int survivors = 0;
                while (Arrays.equals(card.view().read(RUN_BEGINS + survivors, 1), sector(0x22))) {
                    survivors++;
                }
                assertThat(card.view().read(RUN_BEGINS + survivors, 8 - survivors))
                        .isEqualTo(new byte[(8 - survivors) * 512]);
                assertThat(card.view().read(RUN_BEGINS - 8, 8)).isEqualTo(request);
                assertThat(cut.lostWrites()).isZero();
                landed.add(survivors);
            }
        }

        assertThat(landed).allMatch(it -> it < 8).anyMatch(it -> it > 0);
    }

    @Test
    void a_write_elsewhere_begins_a_new_command_and_nothing_before_it_is_lost() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            try (Card card = card(seed)) {
                card.cutAfterWrite(6);
                CardCut cut = cutDuring(card, client -> {
                    for (int i = 0; i < 6; i++) {
                        client.write((RUN_BEGINS + i) * 512L, sector(0x22));
                    }
                    client.request(0, NbdClient.WRITE, 900 * 512L, 512, sector(0x22));
                });

                assertThat(cut.lostWrites()).isZero();
                assertThat(card.view().read(RUN_BEGINS + 5, 1)).isEqualTo(sector(0x22));
            }
        }
    }

    @Test
    void what_the_power_loss_did_stands_in_the_journal() throws Exception {
        try (Card card = card(1)) {
            card.cutAfterWrite(2 * ACKNOWLEDGED + 2);
            long lost = cutDuring(card, TornCommandTest::singleSectors).lostWrites();

            List<CardRequest> aftermath = card.journal()
                    .requests()
                    .filter(it -> it.kind() == RequestKind.AFTERMATH)
                    .toList();
            assertThat(aftermath.stream().mapToLong(CardRequest::sectors).sum()).isEqualTo(lost);
            assertThat(Files.size(image)).isEqualTo(1 << 20);
        }
    }
}
