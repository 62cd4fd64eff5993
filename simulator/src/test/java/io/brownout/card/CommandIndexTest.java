package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.CommandIndex.Command;
import io.brownout.nbd.NbdClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the index with what the card itself takes for its commands when the power goes. */
class CommandIndexTest {
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS = 64;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_commands_at_risk_are_those_that_the_card_would_lose(long seed) throws Exception {
        Random random = new Random(seed);
        try (Card card = Card.blank(SECTORS * SECTOR_BYTES).build()) {
            for (int power = 0; power < 3; power++) {
                try (CardConnection connection = card.plugIn(cut -> {});
                        NbdClient client = NbdClient.connected(connection.socket())) {
                    for (int i = 0; i < 60; i++) {
                        request(client, random);
                    }
                }
            }
            CardJournal journal = card.journal();
            CommandIndex index = CommandIndex.of(card.history());

            for (long number = 0; number < journal.size(); number++) {
                if (journal.request(number).kind().isWrite()) {
                    long writes = journal.request(number).write() + 1;
                    assertThat(index.newest(writes, 6))
                            .as("at risk after %d writes", writes)
                            .isEqualTo(atRisk(journal, number, 6));
                }
            }
        }
    }

    private static void request(NbdClient client, Random random) throws Exception {
        int length = 1 + random.nextInt(4);
        int sector = random.nextInt(SECTORS - length);
        switch (random.nextInt(6)) {
            case 0 -> client.read((long) sector * SECTOR_BYTES, SECTOR_BYTES);
            case 1 -> client.perform(NbdClient.FLUSH, 0, 0);
            case 2 -> client.write((long) sector * SECTOR_BYTES, new byte[length * SECTOR_BYTES]);
            default -> {
                for (int i = 0; i < length; i++) {
                    client.write((long) (sector + i) * SECTOR_BYTES, new byte[SECTOR_BYTES]);
                }
            }
        }
    }

    /** As the card works it out if its power goes right after a record. */
    private static List<Command> atRisk(CardJournal journal, long last, int most) {
        WriteCommands newestFirst = new WriteCommands(
                LongStream.rangeClosed(0, last)
                        .mapToObj(i -> journal.request(last - i))
                        .takeWhile(it -> it.kind() != RequestKind.POWER_ON),
                false);
        List<Command> commands = new ArrayList<>();
        while (newestFirst.hasNext() && commands.size() < most) {
            WriteCommand command = newestFirst.next();
            commands.add(new Command(
                    command.writes().getFirst().write(),
                    command.writes().getLast().write() + 1));
        }
        return commands;
    }
}
