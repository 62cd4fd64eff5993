package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.UsageException;
import io.brownout.filesystem.SectorView;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that goes on with another card from where it was stopped, compared with one that never was. */
class CardPastTest {
    private static final int SECTORS = 128;
    private static final int STEPS = 80;
    /** Nobody reads or writes it. */
    private static final int UNTOUCHED = SECTORS - 1;

    @TempDir
    private Path folder;

    /** A device that does at each step what its seed and what it has read so far say. */
    private static final class Device {
        private final Random random;
        private final List<Long> positions = new ArrayList<>();
        private int step;

        Device(long seed) {
            this.random = new Random(seed);
        }

        void run(Card card, CardConnection connection, int until) throws IOException {
            SectorView firmware = connection.firmwareView();
            try (NbdClient client = NbdClient.connected(connection.socket())) {
                for (; step < until; step++) {
                    positions.add(card.journal().size());
                    step(client, firmware);
                }
            }
        }

        private void step(NbdClient client, SectorView firmware) throws IOException {
            int sector = random.nextInt(UNTOUCHED - 4);
            int sectors = 1 + random.nextInt(4);
            switch (random.nextInt(8)) {
                case 0 -> client.perform(NbdClient.TRIM, sector * 512L, sectors * 512);
                case 1 -> client.perform(NbdClient.WRITE_ZEROES, sector * 512L, sectors * 512);
                case 2 -> client.perform(NbdClient.FLUSH, 0, 0);
                case 3 -> random.setSeed(random.nextLong() + firmware.read(sector, sectors)[0]);
                case 4, 5 -> random.setSeed(random.nextLong() + client.read(sector * 512L, sectors * 512)[7]);
                default -> {
                    byte[] content = new byte[sectors * 512];
                    random.nextBytes(content);
                    client.write(sector * 512L, content);
                }
            }
        }
    }

    private Path image(long seed) throws IOException {
        byte[] content = new byte[SECTORS * 512];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve("card.img"), content);
    }

    private static Card card(Path image) {
        return Card.of(image).partitioned(false).build();
    }

    private static List<String> timeless(Card card) {
        return card.journal()
                .requests()
                .filter(it -> it.kind() != RequestKind.MARK)
                .map(it -> "%s %d+%d %016x write %d %b"
                        .formatted(it.kind(), it.offset(), it.length(), it.hash(), it.write(), it.forced()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_journal_and_the_card_are_those_of_one_life_wherever_it_was_stopped(long seed) throws IOException {
        Path image = image(seed);
        try (Card whole = card(image)) {
            Device unbroken = new Device(seed);
            try (CardConnection connection = whole.plugIn(cut -> {})) {
                unbroken.run(whole, connection, STEPS);
            }
            for (int stop = 0; stop < STEPS; stop += 7) {
                Device device = new Device(seed);
                try (Card first = card(image);
                        Card second = card(image)) {
                    try (CardConnection connection = first.plugIn(cut -> {})) {
                        first.mark("a note of whoever watched the first");
                        device.run(first, connection, stop);
                    }
                    CardPast past = new CardPast(first.journal(), unbroken.positions.get(stop) + 1);
                    try (CardConnection connection = second.plugIn(past, cut -> {})) {
                        device.run(second, connection, STEPS);
                    }

                    assertThat(timeless(second))
                            .as("seed %d, stop %d", seed, stop)
                            .isEqualTo(timeless(whole));
                    assertThat(second.journal().fingerprint())
                            .isEqualTo(whole.journal().fingerprint());
                    assertThat(second.view().read(0, SECTORS))
                            .isEqualTo(whole.view().read(0, SECTORS));
                }
            }
        }
    }

    private static void write(Card card, int sector, int value) throws IOException {
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            byte[] content = new byte[512];
            content[0] = (byte) value;
            client.write(sector * 512L, content);
        }
    }

    private static long readThenWrite(Card card) throws IOException {
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            client.read(5 * 512, 512);
            client.write(6 * 512, new byte[512]);
            client.read(6 * 512, 512);
            return card.journal().size();
        }
    }

    @Test
    void a_card_may_differ_where_nothing_was_read_or_what_was_read_had_been_written_before() throws IOException {
        Path image = image(9);
        try (Card first = card(image);
                Card second = card(image)) {
            write(second, UNTOUCHED, 3);
            write(second, 6, 4);
            long records = readThenWrite(first);

            try (CardConnection _ = second.plugIn(new CardPast(first.journal(), records), cut -> {})) {
                assertThat(second.view().read(6, 1)).containsOnly(0);
                assertThat(second.view().read(UNTOUCHED, 1)[0]).isEqualTo((byte) 3);
            }
        }
    }

    @Test
    void a_card_that_differs_where_something_was_read_is_refused_and_can_be_used_all_the_same() throws IOException {
        Path image = image(9);
        try (Card first = card(image);
                Card second = card(image)) {
            write(second, 5, 3);
            long records = readThenWrite(first);
            CardPast past = new CardPast(first.journal(), records);

            assertThatThrownBy(() -> second.plugIn(past, cut -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("a read of 1 sectors at 5");
            assertThat(second.journal().requests().toList().getLast().kind()).isEqualTo(RequestKind.POWER_LOST);
            second.plugIn(cut -> {}).close();
        }
    }

    @Test
    void only_the_last_life_before_the_moment_is_repeated() throws IOException {
        Path image = image(9);
        try (Card first = card(image);
                Card second = card(image)) {
            write(first, UNTOUCHED, 1);
            long records = readThenWrite(first);

            second.plugIn(new CardPast(first.journal(), records), cut -> {}).close();

            assertThat(second.journal().requests().map(CardRequest::kind))
                    .containsExactly(
                            RequestKind.POWER_ON,
                            RequestKind.READ,
                            RequestKind.WRITE,
                            RequestKind.READ,
                            RequestKind.POWER_LOST);
        }
    }

    @Test
    void what_could_not_have_happened_is_refused() throws IOException {
        Path image = image(9);
        try (Card first = card(image);
                Card cutEarlier = card(image);
                Card faulty = Card.of(image)
                        .partitioned(false)
                        .profile(CardProfile.parse("slow"))
                        .build();
                Card inUse = card(image)) {
            long records = readThenWrite(first);
            CardPast past = new CardPast(first.journal(), records);
            cutEarlier.cutAfterWrite(0);

            assertThatThrownBy(() -> cutEarlier.plugIn(past, cut -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("a cut of the card");
            assertThatThrownBy(() -> faulty.plugIn(past, cut -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("has faults");
            try (CardConnection _ = inUse.plugIn(cut -> {})) {
                assertThatThrownBy(() -> inUse.plugIn(past, cut -> {})).isInstanceOf(UsageException.class);
            }
            assertThat(cutEarlier.journal().size()).isZero();
            long afterwards = first.journal().size();
            assertThatThrownBy(() -> new CardPast(first.journal(), afterwards))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("no board had power");
        }
    }

    @Test
    void a_cut_that_is_planned_for_later_comes() throws Exception {
        Path image = image(9);
        BlockingQueue<CardCut> cuts = new ArrayBlockingQueue<>(1);
        try (Card first = card(image);
                Card second = card(image)) {
            long records = readThenWrite(first);
            second.cutAfterWrite(1);
            try (CardConnection connection = second.plugIn(new CardPast(first.journal(), records), cuts::add);
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.request(0, NbdClient.WRITE, 0, 512, new byte[512]);
                assertThat(cuts.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(second.journal().writes()).isEqualTo(1);
        }
    }
}
