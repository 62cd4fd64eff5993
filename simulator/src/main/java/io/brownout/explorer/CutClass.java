package io.brownout.explorer;

import io.brownout.card.StateId;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Cut points that give the same finding: since their states agree on every sector that it depends on, or since they hold the same files.
 *
 * @param <R> what is found out about each
 * @param representative the point whose state was really examined
 * @param state the name of that state, which is the name of the class as well
 * @param points all of them, the representative among them
 * @param presumed those of them that only hold the same files
 * @param finding what was found
 */
public record CutClass<R>(int representative, StateId state, BitSet points, BitSet presumed, Finding<R> finding) {
    /** Copies the sets. */
    public CutClass {
        points = (BitSet) points.clone();
        presumed = (BitSet) presumed.clone();
    }

    @Override
    public BitSet presumed() {
        return (BitSet) presumed.clone();
    }

    @Override
    public BitSet points() {
        return (BitSet) points.clone();
    }

    /** Returns what was found out. */
    public R result() {
        return finding.result();
    }

    /** Says whether a point is of it. */
    public boolean contains(int point) {
        return points.get(point);
    }

    /** Says how many cut points are of it. */
    public int size() {
        return points.cardinality();
    }

    /** Returns the same class with its finding in other words. */
    <S> CutClass<S> told(Function<R, S> words) {
        return new CutClass<>(
                representative,
                state,
                points,
                presumed,
                new Finding<>(words.apply(finding.result()), finding.footprint(), finding.trace()));
    }
}
