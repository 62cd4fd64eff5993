package io.brownout.card;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** What a card began with: what its map of sectors falls back to where nothing else has been written. Never changes; safe for any thread. */
sealed interface BaseContent permits BaseImage, BlankBase, PlacedSectors {
    /** Something that is told which stretches differ from the image at the bottom. */
    interface Changes {
        /** Takes one stretch. */
        void changed(long sector, int count);
    }

    /** Copies the content of sectors into memory; zeroes where there is nothing. */
    void copyOut(long sector, int count, MemorySegment target, long targetOffset);

    /**
     * Tells which stretches, of at most {@code most} sectors each, may differ from the {@link #image}, or from zeroes if there is none. A sector may be told more than once.
     */
    void changes(int most, Changes listener);

    /** Says whether a sector is known to be zeroes without looking at its content. */
    boolean isHole(long sector);

    /** Returns the first sector behind this one of which {@link #isHole} may say something else. */
    long sameUntil(long sector);

    /** Returns the raw image at the bottom of it all; empty if that is nothing but zeroes. */
    Optional<BaseImage> image();
}
