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
    /** After how many cuts it is asked whether one of them was bad: what a patient person does by hand, and what a rig does in a weekend. */
    static final int[] MILESTONES = {10, 1_000};

    private final int[] points;

    private RandomCuts(int[] points) {
        this.points = points;
    }

    /** Draws as many as the last milestone says. */
    static RandomCuts of(int points, long seed) {
        return new RandomCuts(new SplittableRandom(seed)
                .ints(MILESTONES[MILESTONES.length - 1], 0, points)
                .toArray());
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

    int count() {
        return points.length;
    }
}
