package io.brownout.card;

import java.util.Arrays;

/**
 * Remembers where the journal keeps contents, by their hash, so that one that comes again need not be kept again. Bounded: of two contents that fall on the same slot the later is remembered. Says where a content may be; whoever asks
 * compares it. One thread at a time.
 */
final class KnownContents {
    static final long UNKNOWN = -1;
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int MOST_SLOTS = 1 << 19; // 8 MiB of memory; 256 MiB of single sectors.

    private long[] hashes = new long[FIRST_SLOTS];
    private long[] places = unknown(FIRST_SLOTS);
    private int taken;

    private static long[] unknown(int slots) {
        long[] places = new long[slots];
        Arrays.fill(places, UNKNOWN);
        return places;
    }

    /** Returns where a content with this hash was kept last; {@link #UNKNOWN} if that is not known. */
    long place(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        return hashes[slot] == hash ? places[slot] : UNKNOWN;
    }

    /** Remembers where a content is kept. */
    void add(long hash, long place) {
        if (taken > hashes.length / 2 && hashes.length < MOST_SLOTS) {
            grow();
        }
        put(hash, place);
    }

    private void put(long hash, long place) {
        int slot = (int) hash & (hashes.length - 1);
        if (places[slot] == UNKNOWN) {
            taken++;
        }
        hashes[slot] = hash;
        places[slot] = place;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new long[oldHashes.length * 2];
        places = unknown(oldHashes.length * 2);
        taken = 0;
        for (int slot = 0; slot < oldHashes.length; slot++) {
            if (oldPlaces[slot] != UNKNOWN) {
                put(oldHashes[slot], oldPlaces[slot]);
            }
        }
    }
}
