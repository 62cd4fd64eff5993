package io.brownout.wear;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.ModelWear;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A card that a recording was replayed into again and again, without a guest.
 *
 * @param model the name of its translation
 * @param replays how many times the recording was replayed in full
 * @param end how its life ended; empty if it lives
 * @param pools what its flash has suffered
 */
public record AgedCard(String model, long replays, Optional<EndOfLife> end, List<PoolWear> pools) {
    /** Copies the list. */
    public AgedCard {
        pools = List.copyOf(pools);
    }

    /**
     * The first write that it no longer took.
     *
     * @param write its number in the journal that was replayed; its command began with it
     * @param sector the first sector of its command
     * @param hostBytes what the card had taken by then in all of its life
     */
    public record EndOfLife(long write, long sector, long hostBytes) {}

    /**
     * Ages a card.
     *
     * @param model a new card; it is used up
     * @param times how often to replay at most
     */
    public static AgedCard age(TranslationModel model, WriteTrace trace, long times) {
        if (times < 1) {
            throw new UsageException(
                    "a recording cannot be replayed %d times, expected at least once".formatted(times));
        }
        long replays = 0;
        Optional<EndOfLife> end = Optional.empty();
        while (replays < times && end.isEmpty()) {
            int reached = trace.replay(model, 0, trace.commands());
            if (reached < trace.commands()) {
                end = Optional.of(new EndOfLife(trace.write(reached), trace.sector(reached), model.hostBytes()));
            } else {
                replays++;
            }
        }
        return new AgedCard(model.name(), replays, end, model.pools());
    }

    /**
     * Ages a kind of card to the end of its life, under the translation that is hardest on it. Blocks as long as so many replays take.
     *
     * @param promised what the formulas say of this recording on this card; at the latest at twice its worst life the card must have ended
     * @throws UsageException if the recording wears nothing
     */
    public static AgedCard toItsEnd(CardModel card, WriteTrace trace, WearReport promised, long seed) {
        ModelWear hardest = promised.models().stream()
                .min(Comparator.comparingDouble(ModelWear::recordingsUnlevelled))
                .orElseThrow();
        if (Double.isInfinite(hardest.recordingsUnlevelled())) {
            throw new UsageException("the device wrote nothing, so its card never comes to an end");
        }
        TranslationModel model = card.translations(seed).stream()
                .filter(it -> it.name().equals(hardest.name()))
                .findFirst()
                .orElseThrow();
        AgedCard aged = age(model, trace, (long) (2 * hardest.recordingsUnlevelled()) + 2);
        if (aged.end().isEmpty()) {
            throw new HarnessException(
                    "%s, twice what the formula promises: one of both is wrong".formatted(aged.summary()));
        }
        return aged;
    }

    /**
     * Says how far a kind of flash is used up as eMMC does in EXT_CSD bytes 268 (A, here the cache) and 269 (B, here the main flash): 1 is the first tenth of its cycles, 10 the last, 11 beyond (JESD84-B51, 7.4.37). An SD card has no standard way to
     * say it.
     */
    public int lifeTimeEstimate(String pool) {
        PoolWear wear = pool(pool);
        double used = (double) wear.totalErases()
                / wear.unitsInRotation()
                / wear.endurance().cycles();
        return Math.clamp((int) (used * 10) + 1, 1, 11);
    }

    private PoolWear pool(String name) {
        return pools.stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("a card with a %s translation has no flash of kind %s; it has %s"
                        .formatted(
                                model,
                                name,
                                String.join(
                                        ", ", pools.stream().map(PoolWear::name).toList()))));
    }

    /** Sums it up in one line. */
    public String summary() {
        PoolWear main = pool("main");
        String state = end.map(it -> String.format(
                        Locale.ROOT,
                        "its life ends in replay %,d, at write %d (sector %d), after %.3g GB of the host's",
                        replays + 1,
                        it.write(),
                        it.sector(),
                        it.hostBytes() / 1e9))
                .orElse("it still takes writes after %,d replays".formatted(replays));
        return "%s: %s; %d of %d units have failed, the hottest was erased %,d times"
                .formatted(model, state, main.failedUnits(), main.units(), main.hottestUnitErases());
    }
}
