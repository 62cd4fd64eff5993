package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** States of which each cut point has some: their numbers, from 0 in the order of the points, and the kind of each. Immutable; safe for any thread. */
final class NumberedStates {
    private final int[] firstOf;
    private final int[][] kindsOf;

    private NumberedStates(int[][] kindsOf) {
        this.kindsOf = kindsOf;
        this.firstOf = new int[kindsOf.length + 1];
        for (int point = 0; point < kindsOf.length; point++) {
            firstOf[point + 1] = Math.addExact(firstOf[point], kindsOf[point].length);
        }
    }

    /**
     * Reads the states of each point, several points at once. Blocks.
     *
     * @param what they are, for people
     * @param read returns the kinds of the states of a point
     * @throws HarnessException if the deadline passes before it is done
     */
    static NumberedStates read(int points, String what, IntFunction<int[]> read, int jobs, Deadline deadline)
            throws InterruptedException {
        int[][] kinds = new int[points][];
        AtomicInteger next = new AtomicInteger();
        Workers.run(jobs, () -> {
            for (int point = next.getAndIncrement();
                    point < points && !deadline.passed();
                    point = next.getAndIncrement()) {
                kinds[point] = read.apply(point);
            }
        });
        if (Arrays.stream(kinds).anyMatch(it -> it == null)) {
            throw new HarnessException(
                    "the time was over while the states of %s were read; give the exploration more".formatted(what));
        }
        return new NumberedStates(kinds);
    }

    /** Says how many there are. */
    int count() {
        return firstOf[kindsOf.length];
    }

    /** Returns the point that a state belongs to. */
    int point(int number) {
        int found = Arrays.binarySearch(firstOf, number);
        int at = found < 0 ? -found - 2 : found;
        while (firstOf[at + 1] == firstOf[at]) {
            at++; // Points without such states begin where the next does.
        }
        return at;
    }

    /** Says which of the states of its point a state is, from 0. */
    int ofPoint(int number) {
        return number - firstOf[point(number)];
    }

    /** Returns the number of its kind. */
    int kind(int number) {
        int point = point(number);
        return kindsOf[point][number - firstOf[point]];
    }
}
