package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests against a plain array of bytes. */
class RequestModelTest {
    private static final int IMAGE_BYTES = 3000 * 512;
    private static final int CARD_SECTORS = 4096;

    @TempDir
    private Path folder;

    private Path image(Random random) throws IOException {
        byte[] content = new byte[IMAGE_BYTES];
        random.nextBytes(content);
        return Files.write(folder.resolve("card.img"), content);
    }

    /** Performs one random request on both; reads are compared at once. */
    private static void step(Random random, NbdClient client, byte[] model, String seed) throws IOException {
        int sectors = random.nextInt(10) == 0 ? 1 + random.nextInt(2000) : 1 + random.nextInt(9);
        int from = random.nextInt(CARD_SECTORS - sectors + 1) * 512;
        int length = sectors * 512;
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                assertThat(client.read(from, length))
                        .as(seed)
                        .isEqualTo(Arrays.copyOfRange(model, from, from + length));
            case 3, 4, 5 -> {
                byte[] content = new byte[length];
                random.nextBytes(content);
                client.request(random.nextInt(2) * NbdClient.FUA, NbdClient.WRITE, from, length, content);
                assertThat(client.answer()).as(seed).isZero();
                System.arraycopy(content, 0, model, from, length);
            }
            case 6 -> {
                client.perform(random.nextBoolean() ? NbdClient.TRIM : NbdClient.WRITE_ZEROES, from, length);
                Arrays.fill(model, from, from + length, (byte) 0);
            }
            default -> client.perform(NbdClient.FLUSH, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_card_behaves_like_an_array_of_bytes_and_its_journal_tells_how(long seed) throws IOException {
        Random random = new Random(seed);
        Path file = image(random);
        byte[] model = Arrays.copyOf(Files.readAllBytes(file), CARD_SECTORS * 512);
        byte[] origin = model.clone();

        try (Card card =
                Card.of(file).partitioned(false).size(CARD_SECTORS * 512).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int i = 0; i < 400; i++) {
                    step(random, client, model, "seed " + seed + ", request " + i);
                }
            }

            assertThat(card.view().read(0, CARD_SECTORS)).as("seed %d", seed).isEqualTo(model);
            assertThat(replay(card.journal(), origin))
                    .as("seed %d, journal", seed)
                    .isEqualTo(model);
            Path exported = folder.resolve("exported.img");
            card.exportTo(exported);
            assertThat(Files.readAllBytes(exported)).as("seed %d, export", seed).isEqualTo(model);
        }
    }

    private static byte[] replay(CardJournal journal, byte[] origin) {
        for (CardRequest request : journal) {
            int from = (int) request.offset();
            if (request.kind().hasContent()) {
                byte[] content = journal.content(request);
                assertThat(ContentHash.of(content)).isEqualTo(request.hash());
                System.arraycopy(content, 0, origin, from, content.length);
            } else if (request.kind().changesCard()) {
                Arrays.fill(origin, from, from + (int) request.length(), (byte) 0);
            }
        }
        return origin;
    }

    @Test
    void the_same_requests_leave_the_same_journal_but_for_the_times() throws IOException {
        Path file = image(new Random(9));
        long[] fingerprints = new long[2];

        for (int run = 0; run < 2; run++) {
            Random random = new Random(77);
            byte[] model = Arrays.copyOf(Files.readAllBytes(file), CARD_SECTORS * 512);
            try (Card card = Card.of(file)
                            .partitioned(false)
                            .size(CARD_SECTORS * 512)
                            .build();
                    CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int i = 0; i < 100; i++) {
                    step(random, client, model, "run " + run);
                }
                fingerprints[run] = card.journal().fingerprint();
            }
        }

        assertThat(fingerprints[0]).isEqualTo(fingerprints[1]);
    }
}
