package io.brownout.wear;

import io.brownout.board.HarnessException;
import io.brownout.board.WearReport.ModelWear;
import java.util.List;

/** Repeats a recording until a model no longer changes its ways, then weighs it: a card that is new, or a day that is quiet, would else look as if nothing were ever erased. */
final class SteadyState {
    /** How often the spare flash must have been written over before anything is weighed. */
    private static final int WARM_UP_ROUNDS = 3;

    private static final double HOURS_A_YEAR = 365.25 * 24;
    private static final int MOST_COMMANDS = 50_000_000;

    private final TranslationModel model;
    private final WriteTrace trace;
    private long commands;

    SteadyState(TranslationModel model, WriteTrace trace) {
        this.model = model;
        this.trace = trace;
    }

    ModelWear weigh() {
        if (trace.commands() == 0) {
            double never = Double.POSITIVE_INFINITY;
            return new ModelWear(model.name(), 1, 0, 0, never, never, never, never);
        }
        long round = roundBytes();
        repeatUntil(WARM_UP_ROUNDS * round);
        List<PoolWear> before = model.pools();
        long host = model.hostBytes();
        long flash = model.flashBytes();
        int replays = repeatUntil(flash + round);
        List<PoolWear> after = model.pools();
        double amplification = (double) (model.flashBytes() - flash) / (model.hostBytes() - host);
        return weighed(before, after, replays, amplification);
    }

    /** Says how much flash of all kinds is written in turn: what is free and what takes part. */
    private long roundBytes() {
        return model.pools().stream()
                .mapToLong(pool -> (long) pool.unitsInRotation() * pool.unitBytes())
                .sum();
    }

    private int repeatUntil(long flashBytes) {
        int replays = 0;
        do {
            if (trace.replay(model, 0, trace.commands()) < trace.commands()) {
                throw new HarnessException(
                        "the %s card wore out while its steady state was sought, after %d commands; its endurance is too small to weigh, age the card instead"
                                .formatted(model.name(), commands));
            }
            commands += trace.commands();
            replays++;
        } while (model.flashBytes() < flashBytes && commands < MOST_COMMANDS);
        return replays;
    }

    private ModelWear weighed(List<PoolWear> before, List<PoolWear> after, int replays, double amplification) {
        double erases = 0;
        double hottest = 0;
        double levelled = Double.POSITIVE_INFINITY;
        double unlevelled = Double.POSITIVE_INFINITY;
        for (int index = 0; index < after.size(); index++) {
            PoolWear pool = after.get(index).since(before.get(index));
            // Pages rather than erases: a quiet day fills less than a unit, and a unit is erased for every one filled.
            double poolErases = (double) pool.programmedBytes() / pool.unitBytes() / replays;
            double cycles = pool.endurance().cycles();
            erases += poolErases;
            hottest = Math.max(hottest, (double) pool.hottestUnitErases() / replays);
            levelled = Math.min(levelled, pool.units() * cycles / poolErases);
            unlevelled = Math.min(unlevelled, pool.unitsInRotation() * cycles / poolErases);
        }
        double hours = trace.period().toMillis() / 3_600_000.0;
        double years = hours / HOURS_A_YEAR;
        return new ModelWear(
                model.name(),
                amplification,
                erases,
                hottest * 24 / hours,
                levelled,
                unlevelled,
                levelled * years,
                unlevelled * years);
    }
}
