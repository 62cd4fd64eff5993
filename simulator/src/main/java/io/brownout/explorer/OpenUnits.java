package io.brownout.explorer;

import io.brownout.card.CardHistory;
import io.brownout.card.CardRequest;
import java.util.Optional;

/**
 * The allocation unit that a card was filling at each write of a recording: it is open from the first write into it after one into another unit, and none is when the power comes on or a flush has ended. Immutable; safe for any thread.
 *
 * @see io.brownout.card.UnitGarbage
 */
public final class OpenUnits {
    private static final int NONE = -1;

    private final int unitSectors;
    private final int[] units;
    private final long[] since;

    private OpenUnits(int unitSectors, int[] units, long[] since) {
        this.unitSectors = unitSectors;
        this.units = units;
        this.since = since;
    }

    /**
     * A unit that is being filled.
     *
     * @param first its first sector
     * @param last its last sector
     * @param since the number of the first write since it is open
     */
    public record OpenUnit(long first, long last, long since) {}

    /** Reads all requests of a recording, once. */
    public static OpenUnits of(CardHistory history, int unitSectors) {
        int[] units = new int[Math.toIntExact(history.writes()) + 1];
        long[] since = new long[units.length];
        int unit = NONE;
        long first = 0;
        units[0] = NONE;
        for (long number = 0; number < history.records(); number++) {
            CardRequest request = history.journal().request(number);
            switch (request.kind()) {
                case POWER_ON, POWER_LOST, FLUSH -> unit = NONE;
                case WRITE, TRIM, WRITE_ZEROES -> {
                    // A request that reaches over a border leaves the unit open that it ends in.
                    int into = (int) ((request.sector() + request.sectors() - 1) / unitSectors);
                    first = into == unit ? first : request.write();
                    unit = into;
                    units[(int) request.write() + 1] = unit;
                    since[(int) request.write() + 1] = first;
                }
                case READ, AFTERMATH, EDITED, HOST_WRITE, MARK, NOT_DONE -> {}
            }
        }
        return new OpenUnits(unitSectors, units, since);
    }

    /** Returns the unit that is open right after so many writes; empty after none. */
    Optional<OpenUnit> after(long writes) {
        int unit = units[(int) writes];
        if (unit == NONE) {
            return Optional.empty();
        }
        long first = (long) unit * unitSectors;
        return Optional.of(new OpenUnit(first, first + unitSectors - 1, since[(int) writes]));
    }
}
