package io.brownout.explorer;

import io.brownout.card.StateId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about states that deviate from cut points what was read about those. Reads none that agrees, on all that a reading looked at, with one that was read: the lemma of {@link Exploration}. Most lost writes change nothing that anybody looks at. Safe for any thread.
 */
final class LossyReading<R> {
    private final Reading<R> reading;
    private final Versions versions;
    private final @Nullable Base[] baseOf;
    private final List<R> results = new ArrayList<>();
    private final Map<R, Integer> ids = new HashMap<>();
    private final Map<Deviation, List<Entry>> known = new ConcurrentHashMap<>();
    private final LongAdder readAlone = new LongAdder();

    /**
     * What was read about a class of cut points.
     *
     * @param representative its number
     * @param footprint what was looked at
     * @param result the number of what was found
     */
    record Base(int representative, BitSet footprint, int result) {}

    /** How a state deviates from the class of its cut point, in what was looked at there. */
    private record Deviation(int representative, Map<Integer, Long> hashes) {}

    /** What a reading that deviates looked at beyond that, and found. */
    private record Entry(Map<Integer, Long> beyond, int result) {}

    LossyReading(Reading<R> reading, Versions versions) {
        this.reading = reading;
        this.versions = versions;
        this.baseOf = new Base[reading.result().points().count()];
        for (CutClass<R> found : reading.result().classes()) {
            Base base = new Base(found.representative(), found.finding().footprint(), id(found.result()));
            found.points().stream().forEach(point -> baseOf[point] = base);
        }
    }

    /** Numbers results, so that equal ones need not be compared again and again. */
    private synchronized int id(R result) {
        return ids.computeIfAbsent(result, it -> {
            results.add(it);
            return results.size() - 1;
        });
    }

    /** Returns the result of a number. */
    synchronized R result(int id) {
        return results.get(id);
    }

    /** Says how much the result of a number looks like trouble. */
    int urgency(int id) {
        return reading.urgency().applyAsInt(result(id));
    }

    /** Returns what was read about a cut point; null if it is not among those that were read. */
    @Nullable
    Base at(long writes) {
        long point = writes - reading.result().points().first();
        return point < 0 || point >= baseOf.length ? null : baseOf[(int) point];
    }

    /**
     * Returns the number of what is found about a state.
     *
     * @param base what was read about its cut point
     * @param sectors those that may hold something else than at its cut point
     * @param contents hashes of what the state holds, by sector
     */
    int of(Base base, StateId state, BitSet sectors, IntToLongFunction contents) {
        Map<Integer, Long> hashes = new HashMap<>();
        BitSet looked = (BitSet) sectors.clone();
        looked.and(base.footprint());
        looked.stream().forEach(sector -> {
            long now = contents.applyAsLong(sector);
            if (now != versions.hash(sector, state.count(), Set.of())) {
                hashes.put(sector, now);
            }
        });
        if (hashes.isEmpty()) {
            return base.result();
        }
        List<Entry> entries =
                known.computeIfAbsent(new Deviation(base.representative(), hashes), it -> new CopyOnWriteArrayList<>());
        for (Entry entry : entries) {
            boolean agrees = entry.beyond().entrySet().stream()
                    .allMatch(it -> contents.applyAsLong(it.getKey()) == it.getValue());
            if (agrees) {
                return entry.result();
            }
        }
        return read(base, state, contents, entries);
    }

    /** Returns the number of what is found about a state that shares so little with its cut point that nothing is to be gained from it. */
    int of(StateId state) {
        readAlone.increment();
        return id(examine(state).result());
    }

    private Finding<R> examine(StateId state) {
        return new HostExaminer<>(versions.history(), reading.function()).examine(state);
    }

    private int read(Base base, StateId state, IntToLongFunction contents, List<Entry> entries) {
        Finding<R> finding = examine(state);
        BitSet beyond = finding.footprint();
        beyond.andNot(base.footprint());
        Map<Integer, Long> hashes = new HashMap<>();
        beyond.stream().forEach(sector -> hashes.put(sector, contents.applyAsLong(sector)));
        int id = id(finding.result());
        entries.add(new Entry(hashes, id));
        return id;
    }

    /** Says how many states were read. */
    int readings() {
        return known.values().stream().mapToInt(List::size).sum() + readAlone.intValue();
    }
}
