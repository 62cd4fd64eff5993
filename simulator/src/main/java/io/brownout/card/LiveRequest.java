package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

/**
 * A request that a board makes now.
 *
 * @param sector its first one; 0 for a flush
 * @param sectors how many; 0 for a flush
 */
record LiveRequest(RequestKind kind, long sector, long sectors) {
    boolean isWrite() {
        return kind.isWrite();
    }

    /** Says how many bytes of the flash it wears: those that it programs. */
    long programmed() {
        return kind == RequestKind.WRITE ? sectors * SECTOR_BYTES : 0;
    }

    /** Names it in a message. */
    String told() {
        return kind == RequestKind.FLUSH ? "flush" : "%s of %d sectors at %d".formatted(kind, sectors, sector);
    }
}
