package io.brownout.wear;

import java.util.Arrays;

/**
 * What the flash of one kind has suffered.
 *
 * @param name of the kind: {@code main} or {@code cache}
 * @param unitBytes what a unit of it holds
 * @param endurance of its units
 * @param units how many there are
 * @param unitsInRotation how many of them take part: all but those that hold data that nobody writes
 * @param failedUnits how many can no longer be erased
 * @param programmedBytes since the beginning
 * @param erases of each unit since the beginning; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Tens of thousands of counters, made for one reader and never compared.
public record PoolWear(
        String name,
        int unitBytes,
        Endurance endurance,
        int units,
        int unitsInRotation,
        int failedUnits,
        long programmedBytes,
        int[] erases) {
    static PoolWear of(String name, FlashPool pool, int unitBytes, Endurance endurance) {
        return new PoolWear(
                name,
                unitBytes,
                endurance,
                pool.units(),
                pool.unitsInRotation(),
                pool.failedUnits(),
                pool.programmedBytes(),
                pool.erases());
    }

    /** Counts all erases. */
    public long totalErases() {
        return Arrays.stream(erases).asLongStream().sum();
    }

    /** Says how often the unit that was erased most often was. */
    public int hottestUnitErases() {
        return Arrays.stream(erases).max().orElse(0);
    }

    /** Returns what has come since an earlier moment, which serves as the mark; the units that take part are those of now. */
    public PoolWear since(PoolWear mark) {
        int[] since = new int[erases.length];
        Arrays.setAll(since, unit -> erases[unit] - mark.erases[unit]);
        return new PoolWear(
                name,
                unitBytes,
                endurance,
                units,
                unitsInRotation,
                failedUnits,
                programmedBytes - mark.programmedBytes,
                since);
    }
}
