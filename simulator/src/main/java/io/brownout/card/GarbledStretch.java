package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.card.StateId.Content;
import io.brownout.card.StateId.Garbled;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The sectors of a state that do not hold what was written to them last. What is nowhere kept, erased flash and noise, has places of its own, below every other one.
 *
 * @param garbled which they are; empty for none
 * @param since the first record that is not garbled
 */
record GarbledStretch(Optional<Garbled> garbled, long since) {
    static final GarbledStretch NONE = new GarbledStretch(Optional.empty(), 0);

    private static final long ERASED = Long.MIN_VALUE;
    private static final long NOISE = Long.MIN_VALUE / 2;

    /** Says whether a sector, whose newest content is that of a record, holds something else. */
    boolean spoils(long sector, long record) {
        return garbled.isPresent() && garbled.get().covers(sector) && record < since;
    }

    /** Says whether what they hold is kept nowhere. */
    boolean isMade() {
        return garbled.filter(it -> it.content() != Content.OLD).isPresent();
    }

    /** Returns the place of such a sector; that of the next one is 512 higher. */
    long place(long sector) {
        long first = garbled.orElseThrow().content() == Content.FF ? ERASED : NOISE;
        return first + sector * SECTOR_BYTES;
    }

    static boolean isPlace(long place) {
        return place < 0;
    }

    /** Copies out sectors from a place on. */
    static void copy(long place, MemorySegment target, long targetOffset, int bytes) {
        if (place < NOISE) {
            target.asSlice(targetOffset, bytes).fill((byte) 0xFF);
            return;
        }
        for (int done = 0; done < bytes; done += SECTOR_BYTES) {
            byte[] noise = new byte[SECTOR_BYTES];
            new SplittableRandom(place - NOISE + done).nextBytes(noise);
            MemorySegment.copy(MemorySegment.ofArray(noise), 0, target, targetOffset + done, SECTOR_BYTES);
        }
    }

    /** Returns the first sector from a given one on that may differ from the base, if the first that was written or is a hole's end is known. */
    long untouchedUntil(long sector, long untouched) {
        if (!isMade() || sector > garbled.orElseThrow().last()) {
            return untouched;
        }
        return Math.min(untouched, Math.max(sector, garbled.orElseThrow().first()));
    }

    /** Tells what they may have changed. */
    void changes(int most, BaseContent.Changes listener) {
        if (!isMade()) {
            return;
        }
        Garbled stretch = garbled.orElseThrow();
        for (long sector = stretch.first(); sector <= stretch.last(); sector += most) {
            listener.changed(sector, (int) Math.min(most, stretch.last() - sector + 1));
        }
    }
}
