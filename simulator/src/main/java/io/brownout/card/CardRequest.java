package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.time.Instant;

/**
 * One record of a card's journal: a request of a board, or a mark.
 *
 * @param number counts all records of the journal from 0
 * @param at when it came, on the test machine's clock
 * @param nanos the same on the monotonic clock, since the journal began
 * @param forced whether it had to be durable when it was answered (FUA)
 * @param offset of its first byte on the card
 * @param length in bytes
 * @param hash XXH64 of what was read or written; 0 if there is no content
 * @param write the number of this write, or of the next one if this is none; writes count from 0
 */
public record CardRequest(
        long number,
        Instant at,
        long nanos,
        RequestKind kind,
        boolean forced,
        long offset,
        long length,
        long hash,
        long write) {
    /** Returns its first sector. */
    public long sector() {
        return offset / SECTOR_BYTES;
    }

    /** Says how many sectors it concerns. */
    public long sectors() {
        return length / SECTOR_BYTES;
    }
}
