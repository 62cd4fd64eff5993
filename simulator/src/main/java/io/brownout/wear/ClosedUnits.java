package io.brownout.wear;

import java.util.Arrays;

/** The units that have been filled, by how many of their pages are still valid: finds one of those with the fewest in constant time. Of equals, the one that has been so for the longest time. */
final class ClosedUnits {
    private static final int NONE = -1;
    private static final int ABSENT = -2;

    private final int[] first;
    private final int[] last;
    private final int[] next;
    private final int[] previous;
    private final int[] rank;
    private int lowest;

    ClosedUnits(int units, int pagesPerUnit) {
        first = filled(pagesPerUnit + 1, NONE);
        last = filled(pagesPerUnit + 1, NONE);
        next = filled(units, NONE);
        previous = filled(units, NONE);
        rank = filled(units, ABSENT);
    }

    private static int[] filled(int length, int value) {
        int[] array = new int[length];
        Arrays.fill(array, value);
        return array;
    }

    void add(int unit, int valid) {
        rank[unit] = valid;
        next[unit] = NONE;
        previous[unit] = last[valid];
        if (last[valid] == NONE) {
            first[valid] = unit;
        } else {
            next[last[valid]] = unit;
        }
        last[valid] = unit;
        lowest = Math.min(lowest, valid);
    }

    void remove(int unit) {
        int valid = rank[unit];
        int before = previous[unit];
        int behind = next[unit];
        if (before == NONE) {
            first[valid] = behind;
        } else {
            next[before] = behind;
        }
        if (behind == NONE) {
            last[valid] = before;
        } else {
            previous[behind] = before;
        }
        rank[unit] = ABSENT;
    }

    /** Notes how many pages of a unit are valid now; of one that is still being filled it notes nothing. */
    void valid(int unit, int now) {
        if (rank[unit] != ABSENT) {
            remove(unit);
            add(unit, now);
        }
    }

    /** Returns a unit with the fewest valid pages; -1 if there is none at all. */
    int fewestValid() {
        while (lowest < first.length && first[lowest] == NONE) {
            lowest++;
        }
        if (lowest == first.length) {
            lowest = first.length - 1;
            return NONE;
        }
        return first[lowest];
    }
}
