package io.brownout.explorer;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an exploration has found out.
 *
 * @param <R> what is found out about each point
 * @param classes in the order of their first cut points
 * @param audits how many further states were examined and gave what their class gives
 * @param open the points about which nothing is known, since the time was over
 */
public record ExplorationResult<R>(CutPoints points, List<CutClass<R>> classes, int audits, BitSet open) {
    /** Copies the collections. */
    public ExplorationResult {
        classes = classes.stream()
                .sorted(Comparator.comparingInt(it -> it.points().nextSetBit(0)))
                .toList();
        open = (BitSet) open.clone();
    }

    @Override
    public BitSet open() {
        return (BitSet) open.clone();
    }

    /** Says about how many points something is known. */
    public int covered() {
        return points.count() - open.cardinality();
    }

    /** Says about how many of them no more is known than that they hold the same files as one that was examined. */
    public int presumed() {
        return classes.stream().mapToInt(it -> it.presumed().cardinality()).sum();
    }

    /** Returns the class of a point; empty if it is open. */
    public Optional<CutClass<R>> classOf(int point) {
        return classes.stream().filter(it -> it.contains(point)).findFirst();
    }

    /** Returns the same about each point in other words, or less of it. */
    public <S> ExplorationResult<S> told(Function<R, S> words) {
        return new ExplorationResult<>(
                points, classes.stream().map(it -> it.told(words)).toList(), audits, open);
    }
}
