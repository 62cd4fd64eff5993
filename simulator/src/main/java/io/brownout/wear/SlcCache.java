package io.brownout.wear;

import io.brownout.board.UsageException;

/**
 * Flash of a card that is used with one bit a cell, and takes every write first.
 *
 * @param units how many erase units it has
 * @param bitsPerCell how many the flash holds otherwise: a unit of the cache holds that part of an ordinary one
 * @param endurance of its units
 */
public record SlcCache(int units, int bitsPerCell, Endurance endurance) {
    /** Checks that there is something to alternate. */
    public SlcCache {
        if (units < 2) {
            throw new UsageException("a cache of %d units, expected at least 2".formatted(units));
        }
        if (bitsPerCell < 1 || bitsPerCell > 4) {
            throw new UsageException("flash with %d bits a cell, expected 1 to 4".formatted(bitsPerCell));
        }
    }
}
