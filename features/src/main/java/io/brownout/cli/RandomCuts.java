package io.brownout.cli;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Power cuts at random points, as a test makes them that pulls a plug again and again: drawn with repetition, each point as likely as any other.
 *
 * <p>Immutable.
 */
final class RandomCuts {
    /** What a patient person does by hand. */
    static final int FEW = 10;
    /** What a rig does in a weekend. */
    static final int MANY = 1_000;

    private final int[] points;

    private RandomCuts(int[] points) {
        this.points = points;
    }

    /** Draws {@link #MANY}. */
    static RandomCuts of(int points, long seed) {
        return new RandomCuts(new SplittableRandom(seed).ints(MANY, 0, points).toArray());
    }

    /** Returns how many cuts it takes until one is bad; empty if none of those drawn is. */
    OptionalInt until(BitSet bad) {
        for (int cut = 0; cut < points.length; cut++) {
            if (bad.get(points[cut])) {
                return OptionalInt.of(cut + 1);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the points of the first cuts. */
    BitSet first(int cuts) {
        BitSet first = new BitSet();
        Arrays.stream(points, 0, Math.min(cuts, points.length)).forEach(first::set);
        return first;
    }

    /** Returns the points of the first cuts, up to one that is bad if there is one. */
    BitSet untilMet(int cuts, BitSet bad) {
        return first(Math.min(cuts, until(bad).orElse(cuts)));
    }
}
