package io.brownout.card;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Of the write command that the loss of power interrupts, only the first sectors survive; how many is drawn from the seed.
 *
 * <p>A request longer than a sector is the command itself; where each sector is a request of its own, the command is inferred, see {@link WriteCommand}. A loss of power that finds no write in flight interrupts nothing.
 */
public record TornCommand() implements PowerLossFault {
    /** 512 KiB: {@code max_req_size} of the Pi's SD host drivers, drivers/mmc/host/bcm2835.c and sdhci.c of Linux. */
    static final int COMMON_COMMAND_SECTORS = 1024;

    static final FaultKind KIND = new FaultKind(
            "torn-command",
            "keeps only the first sectors of the command that the loss of power interrupts",
            List.of(),
            values -> new TornCommand(),
            "multi-block writes are programmed block by block (SD Physical Layer Specification, 4.3.4); shorn writes: Zheng et al., FAST 2013",
            Bite.yes(
                    "a part of the command's sectors, each acknowledged, is as before; every such state is also made by an in-order cut"),
            Bite.yes("a first part of the request in flight has landed, a state that no cut between requests makes"));

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    public void strike(PowerLoss loss, Damage damage) {
        loss.programming().ifPresent(write -> {
            RandomGenerator random = loss.random(KIND);
            if (write.sectors() > 1) {
                int landed = random.nextInt((int) write.sectors());
                for (int i = 0; i < landed; i++) {
                    damage.land(i);
                }
            } else {
                tearRun(write, loss, damage, random);
            }
        });
    }

    private static void tearRun(PendingWrite write, PowerLoss loss, Damage damage, RandomGenerator random) {
        List<CardRequest> acknowledged = sameCommand(write, loss);
        int kept = random.nextInt(acknowledged.size() + 1);
        acknowledged.subList(kept, acknowledged.size()).forEach(lost -> damage.lose(lost, 0, 1));
    }

    /** Returns the acknowledged sectors of the command that a single-sector write is part of, oldest first. */
    static List<CardRequest> sameCommand(PendingWrite write, PowerLoss loss) {
        Iterator<WriteCommand> newestFirst = loss.atRisk();
        if (write.sectors() == 1 && write.followsWrite() && newestFirst.hasNext()) {
            WriteCommand before = newestFirst.next();
            boolean unfinished = before.writes().size() < COMMON_COMMAND_SECTORS;
            if (before.endSector() == write.sector()
                    && before.writes().getLast().sectors() == 1
                    && unfinished) {
                return before.writes();
            }
        }
        return List.of();
    }
}
