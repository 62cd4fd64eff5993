package io.brownout.wear;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * The erase units of one kind of flash: which are free, in what order they are taken, how often each was erased, which have failed.
 *
 * <p>Free units are taken in the order in which they became free, so that all that take part wear alike (dynamic wear levelling). Nothing moves data that nobody writes (no static one).
 */
final class FlashPool {
    private final int pageBytes;
    private final int[] erases;
    private final int[] limits;
    private final int[] free;
    private final BitSet atRest;
    private int firstFree;
    private int freeUnits;
    private int failedUnits;
    private long pages;

    /**
     * Creates a pool.
     *
     * @param atRest so many units, from the first on, hold data already; the others are free
     */
    FlashPool(int units, int atRest, int pageBytes, Endurance endurance, SplittableRandom random) {
        this.pageBytes = pageBytes;
        this.erases = new int[units];
        this.limits = endurance.limits(units, random);
        this.free = new int[units];
        this.atRest = new BitSet(units);
        this.atRest.set(0, atRest);
        for (int unit = atRest; unit < units; unit++) {
            free[freeUnits++] = unit;
        }
    }

    /** Takes the unit that has been free for the longest time. */
    int take() {
        int unit = free[firstFree];
        firstFree = firstFree + 1 == free.length ? 0 : firstFree + 1;
        freeUnits--;
        return unit;
    }

    /** Erases a unit; one that has reached its limit fails and is never free again. */
    void erase(int unit) {
        erases[unit]++;
        atRest.clear(unit);
        if (erases[unit] >= limits[unit]) {
            failedUnits++;
            return;
        }
        int last = firstFree + freeUnits;
        free[last >= free.length ? last - free.length : last] = unit;
        freeUnits++;
    }

    /** Counts pages that are programmed. */
    void program(int count) {
        pages += count;
    }

    int freeUnits() {
        return freeUnits;
    }

    int failedUnits() {
        return failedUnits;
    }

    int units() {
        return erases.length;
    }

    long programmedBytes() {
        return pages * pageBytes;
    }

    /** Returns how often each unit has been erased until now. */
    int[] erases() {
        return erases.clone();
    }

    /** Says how many units take part: all but those whose first data nobody has touched. */
    int unitsInRotation() {
        return erases.length - atRest.cardinality();
    }
}
