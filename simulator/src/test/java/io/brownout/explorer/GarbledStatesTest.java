package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.StateId;
import io.brownout.card.StateId.Content;
import io.brownout.card.StateId.Garbled;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes every state in which an allocation unit of eight sectors was not copied, reads each one, and compares. */
class GarbledStatesTest {
    private static final int UNIT = 8;

    private static Card recorded(List<Integer> sectors, Random random) throws IOException {
        Card card = Card.blank(ReadCards.SECTORS * ReadCards.SECTOR_BYTES).build();
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int sector : sectors) {
                client.write((long) sector * ReadCards.SECTOR_BYTES, ReadCards.filled(1, 1 + random.nextInt(3)));
            }
        }
        return card;
    }

    private static GarbledStates states(CutPoints points) throws InterruptedException {
        Reading<String> users = ReadCards.reading(points, ReadCards::loss);
        return GarbledStates.of(
                points,
                OpenUnits.of(points.history(), UNIT),
                write -> true,
                List.of(Content.values()),
                users,
                List.of(users, ReadCards.reading(points, ReadCards::walk)),
                2,
                Deadline.in(Duration.ofMinutes(1)));
    }

    private static List<String> names(GarbledStates states) {
        return IntStream.range(0, states.count()).mapToObj(states::name).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void each_state_is_what_reading_it_alone_would_say(long seed) throws Exception {
        Random random = new Random(seed);
        List<Integer> sectors = random.ints(60, 0, ReadCards.SECTORS).boxed().toList();
        try (Card card = recorded(sectors, random)) {
            CutPoints points = new CutPoints(card.history(), 0, card.history().writes());

            GarbledStates states = states(points);

            assertThat(states.count()).isEqualTo(60 * 3);
            ReadCards.assertReadAlone(states);
        }
    }

    @Test
    void a_unit_is_open_from_the_first_write_into_it_on_and_what_came_before_that_is_garbled() throws Exception {
        try (Card card = recorded(List.of(9, 10, 1, 2, 9), new Random(1))) {
            CutPoints points = new CutPoints(card.history(), 0, 5);

            GarbledStates states = states(points);

            assertThat(names(states).stream().filter(it -> it.contains(".ff")))
                    .containsExactly(
                            "after-1-garbled-8..15.ff-since-0",
                            "after-2-garbled-8..15.ff-since-0",
                            "after-3-garbled-0..7.ff-since-2",
                            "after-4-garbled-0..7.ff-since-2",
                            "after-5-garbled-8..15.ff-since-4");
            SectorView last = points.history().view(states.state(names(states).size() - 2));
            assertThat(last.read(9, 1))
                    .as("written since")
                    .isEqualTo(card.view().read(9, 1));
            assertThat(last.read(10, 1)).as("written before").isEqualTo(ReadCards.filled(1, 0xFF));
            assertThat(last.read(1, 1)).as("another unit").isEqualTo(card.view().read(1, 1));
        }
    }

    @Test
    void old_is_what_was_there_before_the_last_write_and_noise_is_the_same_each_time() throws Exception {
        try (Card card = recorded(List.of(9, 9, 20, 10), new Random(4))) {
            CutPoints points = new CutPoints(card.history(), 4, 4);

            SectorView old = points.history().view(garbled(points, Content.OLD));
            assertThat(old.read(9, 1)).isEqualTo(points.history().after(1).read(9, 1));
            assertThat(old.read(10, 1)).isEqualTo(card.view().read(10, 1));
            SectorView noise = points.history().view(garbled(points, Content.NOISE));
            assertThat(noise.read(8, 8))
                    .isEqualTo(points.history()
                            .view(garbled(points, Content.NOISE))
                            .read(8, 8))
                    .isNotEqualTo(old.read(8, 8));
            assertThat(noise.read(12, 1)).isNotEqualTo(noise.read(13, 1));
        }
    }

    private static StateId garbled(CutPoints points, Content content) {
        return StateId.after(points.first()).garbled(new Garbled(8, 15, content, 3));
    }
}
