package io.brownout.wear;

import io.brownout.board.UsageException;

/**
 * How the flash of a card is cut up. Units need not be powers of two: TLC cards with 1.5, 3, 6 and 12 MB have been measured (Bergmann, flashbench results of the Linaro flash card survey).
 *
 * @param pageBytes what is programmed at once
 * @param unitBytes what is erased at once, and what the controller allocates at once
 * @param units how many of them the host can address
 * @param spareUnits how many there are beyond those: over-provisioning and replacements in one pool
 * @param openUnits how many units a block-mapping controller can fill at once; flashbench finds 1 or 2 on cheap cards, 5 on quite good ones, 30 and more on the best
 */
public record FlashGeometry(int pageBytes, int unitBytes, int units, int spareUnits, int openUnits) {
    /** Units that a controller needs free at any time, to move data while it erases. */
    static final int WORKING_UNITS = 3;

    /** Checks that there is room to work. */
    public FlashGeometry {
        if (pageBytes < 512 || pageBytes % 512 != 0) {
            throw new UsageException(
                    "pages of %d bytes, expected a positive multiple of 512 bytes".formatted(pageBytes));
        }
        if (unitBytes < pageBytes || unitBytes % pageBytes != 0) {
            throw new UsageException("erase units of %d bytes, expected a positive multiple of the page's %d bytes"
                    .formatted(unitBytes, pageBytes));
        }
        if (units < 1 || openUnits < 1) {
            throw new UsageException(
                    "%d units of which %d can be open, expected at least one of each".formatted(units, openUnits));
        }
        if (spareUnits < openUnits + WORKING_UNITS) {
            throw new UsageException("%d spare units, expected at least %d: %d open ones and %d to work with"
                    .formatted(spareUnits, openUnits + WORKING_UNITS, openUnits, WORKING_UNITS));
        }
        if ((units + (long) spareUnits) * (unitBytes / pageBytes) > Integer.MAX_VALUE) {
            throw new UsageException("%d units of %d pages are more pages than can be counted; take larger pages"
                    .formatted(units + (long) spareUnits, unitBytes / pageBytes));
        }
    }

    /** Returns a geometry with room for so many bytes of the host's, and flash for so many. */
    public static FlashGeometry of(long hostBytes, long flashBytes, int pageBytes, int unitBytes, int openUnits) {
        int units = Math.toIntExact(Math.ceilDiv(hostBytes, unitBytes));
        return new FlashGeometry(
                pageBytes, unitBytes, units, Math.toIntExact(flashBytes / unitBytes - units), openUnits);
    }

    /** Says how many bytes the host can address. */
    public long hostBytes() {
        return (long) units * unitBytes;
    }

    /** Says how many units there are, spare ones included. */
    public int allUnits() {
        return units + spareUnits;
    }

    /** Says how many pages a unit has. */
    public int pagesPerUnit() {
        return unitBytes / pageBytes;
    }

    /** Says what part of the addressable bytes there is beyond them; often called OP. */
    public double overProvisioning() {
        return (double) spareUnits / units;
    }

    int pages() {
        return units * pagesPerUnit();
    }

    int pageSectors() {
        return pageBytes / 512;
    }
}
