package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardHistory;
import io.brownout.card.CommandIndex;
import io.brownout.card.CommandIndex.Command;
import io.brownout.card.StateId;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes every state that a card may leave which loses what it has acknowledged, reads each one, and compares. */
class LossyStatesTest {
    private static final int SECTOR_BYTES = ReadCards.SECTOR_BYTES;
    private static final int SECTORS = ReadCards.SECTORS;
    private static final int WINDOW = 5;

    /** Writes runs of one to six sectors, and reads now and then, which ends a command. */
    private static Card recorded(int commands, long seed) throws IOException {
        Card card = Card.blank(SECTORS * SECTOR_BYTES).build();
        Random random = new Random(seed);
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < commands; i++) {
                int length = 1 + random.nextInt(6);
                int first = random.nextInt(SECTORS - length);
                for (int sector = first; sector < first + length; sector++) {
                    client.write((long) sector * SECTOR_BYTES, ReadCards.filled(1, random.nextInt(3)));
                }
                if (random.nextBoolean()) {
                    client.read(0, SECTOR_BYTES);
                }
            }
        }
        return card;
    }

    private static LossyStates states(CutPoints points, CardLosses losses) throws InterruptedException {
        Reading<String> users = ReadCards.reading(points, ReadCards::loss);
        return LossyStates.of(
                points,
                losses,
                users,
                List.of(users, ReadCards.reading(points, ReadCards::walk)),
                2,
                Deadline.in(Duration.ofMinutes(1)));
    }

    private static CardLosses window(CardHistory history) {
        return new WindowLosses(CommandIndex.of(history), WINDOW, write -> true, "all of the card");
    }

    private static CutPoints all(CardHistory history) {
        return new CutPoints(history, 0, history.writes());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void each_state_is_what_reading_it_alone_would_say(long seed) throws Exception {
        try (Card card = recorded(40, seed)) {
            CutPoints points = all(card.history());

            LossyStates states = states(points, window(points.history()));

            assertThat(states.count()).isGreaterThan(500);
            assertThat(states.readings()).isBetween(1, states.count());
            ReadCards.assertReadAlone(states);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void with_the_cut_points_they_are_all_that_a_window_leaves(long seed) throws Exception {
        try (Card card = recorded(25, seed)) {
            CutPoints points = all(card.history());
            LossyStates states = states(points, window(points.history()));
            Set<String> made = new HashSet<>();
            for (int number = 0; number < states.count(); number++) {
                made.add(content(points.history().view(states.state(number))));
            }
            for (int point = 0; point < points.count(); point++) {
                made.add(content(points.history().view(points.state(point))));
            }

            Set<String> possible = new HashSet<>();
            CommandIndex commands = CommandIndex.of(points.history());
            for (long writes = 0; writes <= points.last(); writes++) {
                List<Command> risk = commands.newest(writes, WINDOW);
                for (int mask = 0; mask < 1 << risk.size(); mask++) {
                    possible.add(content(points.history().view(without(writes, risk, mask))));
                }
            }

            assertThat(made).isEqualTo(possible);
        }
    }

    private static StateId without(long writes, List<Command> risk, int mask) {
        List<Long> lost = new ArrayList<>();
        for (int i = 0; i < risk.size(); i++) {
            if ((mask >> i & 1) == 1) {
                LongStream.range(risk.get(i).first(), risk.get(i).end()).forEach(lost::add);
            }
        }
        return StateId.after(writes).without(lost);
    }

    private static String content(SectorView view) {
        StringBuilder text = new StringBuilder();
        for (int sector = 0; sector < SECTORS; sector++) {
            text.append(view.read(sector, 1)[0]);
        }
        return text.toString();
    }

    @Test
    void a_torn_page_mixes_the_sectors_of_one_page_of_one_command() throws Exception {
        try (Card card = Card.blank(SECTORS * SECTOR_BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int sector = 6;
                        sector < 11;
                        sector++) { // Two sectors of the first page of eight, three of the second.
                    client.write((long) sector * SECTOR_BYTES, ReadCards.filled(1, 1));
                }
            }
            CutPoints points = all(card.history());
            LossyStates states = states(
                    points,
                    new TornPageLosses(CommandIndex.of(points.history()), 8, write -> 6 + write, write -> true, "all"));

            List<String> names = new ArrayList<>();
            for (int number = 0; number < states.count(); number++) {
                names.add(states.name(number));
            }
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "after-2-without-0",
                            "after-4-without-2",
                            "after-5-without-3",
                            "after-5-without-2",
                            "after-5-without-2..3");
        }
    }

    @Test
    void where_there_are_too_many_pieces_single_ones_and_runs_are_taken_and_that_is_counted() throws Exception {
        try (Card card = Card.blank(SECTORS * SECTOR_BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int sector = 0; sector < 13; sector++) {
                    client.write((long) sector * SECTOR_BYTES, ReadCards.filled(1, 1));
                }
            }
            CutPoints points = all(card.history());

            LossyStates states = states(
                    points,
                    new TornPageLosses(CommandIndex.of(points.history()), 16, write -> write, write -> true, "all"));

            assertThat(states.bounded()).isEqualTo(2); // After 12 writes there are 11 pieces, after 13 there are 12.
            int exhaustive = 0;
            for (int pieces = 0; pieces <= 10; pieces++) {
                exhaustive += (1 << pieces) - 1;
            }
            assertThat(states.count()).isEqualTo(exhaustive + 2 * 11 - 1 + 2 * 12 - 1);
        }
    }

    @Test
    void however_many_pieces_there_are_each_single_one_is_taken_and_each_run_of_newest_ones() {
        PieceSets sets = new PieceSets(130);

        Set<String> taken = new HashSet<>();
        for (int number = 0; number < sets.count(); number++) {
            taken.add(sets.get(number).toString());
        }

        assertThat(sets.bounded()).isTrue();
        assertThat(taken).hasSize(130 + 129).contains("{0}", "{129}", "{0, 1}");
        assertThat(taken.stream().mapToInt(it -> it.split(",").length).max()).hasValue(130);
    }
}
