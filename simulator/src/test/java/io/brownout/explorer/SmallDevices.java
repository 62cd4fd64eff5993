package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardHistory;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import io.brownout.filesystem.Partition;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Devices in a few lines, and cards for them. */
final class SmallDevices {
    static final int SECTORS = 64;
    static final int SECTOR_BYTES = 512;
    static final Partition BOOT = new Partition(1, 0x0e, true, 0, SECTORS, "boot");
    static final ExplorationListener<Life> NOBODY = new ExplorationListener<>() {};

    /** A device in a few lines. */
    interface Program {
        CutVerdict run(NbdClient card) throws IOException;
    }

    static Trial device(Program program) {
        return (card, state) -> {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                CutVerdict verdict = program.run(client);
                return new Life(Begin.POWER_ON, verdict, List.of("verdict " + verdict.detail()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Walks from sector to sector as their contents say, writes into some, and says where it has been. */
    static CutVerdict wander(NbdClient card) throws IOException {
        StringBuilder been = new StringBuilder();
        int at = 0;
        for (int step = 0; step < 12; step++) {
            byte content = card.read((long) at * SECTOR_BYTES, SECTOR_BYTES)[0];
            been.append(at).append(':').append(content).append(' ');
            if (content % 3 == 0) {
                card.write((long) (at ^ 1) * SECTOR_BYTES, filled(content + 5));
            }
            at = Math.floorMod(at * 7 + content + step, SECTORS);
        }
        return new CutVerdict(Kind.OLD_RELEASE, been.toString());
    }

    static byte[] filled(int value) {
        byte[] content = new byte[SECTOR_BYTES];
        java.util.Arrays.fill(content, (byte) value);
        return content;
    }

    static Card recorded(int writes, long seed) throws IOException {
        Card card = Card.blank(SECTORS * SECTOR_BYTES).build();
        Random random = new Random(seed);
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < writes; i++) {
                client.write((long) random.nextInt(SECTORS) * SECTOR_BYTES, filled(random.nextInt(4)));
            }
        }
        return card;
    }

    static Examiner<Life> examiner(CutPoints points, Trial trial) {
        return new DeviceExaminer(points.history(), BOOT, trial);
    }

    static CutPoints all(CardHistory history) {
        return new CutPoints(history, 0, history.writes());
    }

    static ExplorationResult<Life> explore(CutPoints points, Trial trial) throws InterruptedException {
        return new Exploration<>(points, new DeviceExaminer(points.history(), BOOT, trial), NOBODY)
                .run(2, 1, Deadline.in(Duration.ofMinutes(1)));
    }

    private SmallDevices() {}
}
