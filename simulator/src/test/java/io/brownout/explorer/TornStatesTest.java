package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes every state in which a write has landed in part, reads each one, and compares. */
class TornStatesTest {
    private static Card recorded(int writes, long seed) throws IOException {
        Card card = Card.blank(ReadCards.SECTORS * ReadCards.SECTOR_BYTES).build();
        Random random = new Random(seed);
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < writes; i++) {
                int length = 1 + random.nextInt(6);
                client.write(
                        (long) random.nextInt(ReadCards.SECTORS - length) * ReadCards.SECTOR_BYTES,
                        ReadCards.filled(length, random.nextInt(3)));
            }
        }
        return card;
    }

    private static TornStates states(CutPoints points) throws InterruptedException {
        Reading<String> users = ReadCards.reading(points, ReadCards::loss);
        return TornStates.of(
                points,
                users,
                List.of(users, ReadCards.reading(points, ReadCards::walk)),
                2,
                Deadline.in(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void each_state_is_what_reading_it_alone_would_say(long seed) throws Exception {
        try (Card card = recorded(60, seed)) {
            CutPoints points = new CutPoints(card.history(), 0, card.history().writes());

            TornStates states = states(points);

            assertThat(states.count()).isGreaterThan(100);
            assertThat(states.readings()).isBetween(1, states.count());
            ReadCards.assertReadAlone(states);
        }
    }

    @Test
    void a_write_of_n_sectors_is_torn_at_n_minus_one_places_and_single_sectors_at_none() throws Exception {
        try (Card card = Card.blank(ReadCards.SECTORS * ReadCards.SECTOR_BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.write(0, ReadCards.filled(1, 1));
                client.write(4 * ReadCards.SECTOR_BYTES, ReadCards.filled(3, 1));
                client.write(9 * ReadCards.SECTOR_BYTES, ReadCards.filled(2, 1));
            }

            TornStates states = states(new CutPoints(card.history(), 0, 3));

            List<String> names = new ArrayList<>();
            for (int number = 0; number < states.count(); number++) {
                names.add(states.name(number));
            }
            assertThat(names).containsExactly("after-1-torn-1.1", "after-1-torn-1.2", "after-2-torn-2.1");
        }
    }
}
