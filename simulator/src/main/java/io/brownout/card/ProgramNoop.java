package io.brownout.card;

import io.brownout.card.Reaction.Fate;
import java.util.BitSet;
import java.util.Map;

/**
 * Writes into weak units are acknowledged, and the old content stays.
 *
 * @param weak which units those are
 */
public record ProgramNoop(WeakPlaces weak) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "program-noop",
            "acknowledges writes into weak erase units and leaves the old content there",
            WeakPlaces.parameters("unit", "64KiB", "64"),
            values -> new ProgramNoop(WeakPlaces.from(values, "unit")),
            "programs that fail without a word: the bad-block mode PROGNOOP of littlefs's block device, weakblocks of Linux's nandsim; worn-out cards that take every write and keep none",
            Bite.yes("sectors in weak units silently keep what they held"),
            Bite.yes("sectors in weak units silently keep what they held, flush or no flush"));

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return weak.written("unit");
    }

    @Override
    public Course begin(long seed) {
        return request -> {
            if (request.kind() != RequestKind.WRITE) {
                return Reaction.NORMAL;
            }
            BitSet unchanged = new BitSet();
            for (int i = 0; i < request.sectors(); i++) {
                unchanged.set(i, weak.isWeak(seed, request.sector() + i));
            }
            return unchanged.isEmpty() ? Reaction.NORMAL : Reaction.of(new Fate.Partly(unchanged));
        };
    }
}
