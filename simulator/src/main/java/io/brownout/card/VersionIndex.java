package io.brownout.card;

import java.util.Arrays;

/**
 * Which records of a journal gave each sector its contents: one number of 64 bits for each, sorted, so that the last one before any moment is a binary search away.
 *
 * <p>A record of many sectors is entered by its whole blocks of 256 sectors and, at its two ends, by sectors: giving up a partition of 32 GiB then takes 2 MiB. Immutable; safe for any thread.
 */
final class VersionIndex {
    static final int BLOCK_SHIFT = 8;
    static final long NONE = -1;
    private static final int BLOCK_SECTORS = 1 << BLOCK_SHIFT;
    private static final int RECORD_BITS = 31;
    private static final long RECORD_MASK = (1L << RECORD_BITS) - 1;

    private final long[] bySector;
    private final long[] byBlock;

    private VersionIndex(long[] bySector, long[] byBlock) {
        this.bySector = bySector;
        this.byBlock = byBlock;
    }

    /** Reads the first records of a journal, once. */
    static VersionIndex of(CardJournal journal, long records) {
        if (records > RECORD_MASK || journal.cardBytes() / 512 > 1L << (63 - RECORD_BITS)) {
            throw new IllegalArgumentException(
                    "a journal of %d records of a card of %d bytes, expected at most %d and 2 TiB"
                            .formatted(records, journal.cardBytes(), RECORD_MASK));
        }
        Keys sectors = new Keys();
        Keys blocks = new Keys();
        for (long number = 0; number < records; number++) {
            if (journal.kind(number).changesCard()) {
                enter(journal.sector(number), journal.sectors(number), number, sectors, blocks);
            }
        }
        return new VersionIndex(sectors.sorted(), blocks.sorted());
    }

    private static void enter(long sector, long count, long number, Keys sectors, Keys blocks) {
        long end = sector + count;
        for (long at = sector; at < end; ) {
            if ((at & (BLOCK_SECTORS - 1)) == 0 && at + BLOCK_SECTORS <= end) {
                blocks.add((at >>> BLOCK_SHIFT) << RECORD_BITS | number);
                at += BLOCK_SECTORS;
            } else {
                sectors.add(at << RECORD_BITS | number);
                at++;
            }
        }
    }

    /** Returns the last record before a limit that gave a sector its content; {@link #NONE} if there is none. */
    long last(long sector, long limit) {
        return Math.max(last(bySector, sector, limit), last(byBlock, sector >>> BLOCK_SHIFT, limit));
    }

    private static long last(long[] keys, long key, long limit) {
        int found = Arrays.binarySearch(keys, key << RECORD_BITS | limit);
        int before = (found < 0 ? -found - 1 : found) - 1;
        return before >= 0 && keys[before] >>> RECORD_BITS == key ? keys[before] & RECORD_MASK : NONE;
    }

    /** Returns all records that gave a sector its content, in order. */
    long[] all(long sector) {
        long[] both = new long[16];
        int count = 0;
        for (long limit = RECORD_MASK; (limit = last(sector, limit)) != NONE; ) {
            both = count == both.length ? Arrays.copyOf(both, count * 2) : both;
            both[count++] = limit;
        }
        long[] ascending = new long[count];
        for (int i = 0; i < count; i++) {
            ascending[i] = both[count - 1 - i];
        }
        return ascending;
    }

    /** Returns the first sector from this one on that any record has given content. */
    long untouchedUntil(long sector) {
        return Math.min(
                first(bySector, sector), Math.max(sector, first(byBlock, sector >>> BLOCK_SHIFT) << BLOCK_SHIFT));
    }

    private static long first(long[] keys, long key) {
        int found = Arrays.binarySearch(keys, key << RECORD_BITS);
        int from = found < 0 ? -found - 1 : found;
        return from == keys.length ? Long.MAX_VALUE >>> RECORD_BITS : keys[from] >>> RECORD_BITS;
    }

    /** Tells which stretches of at most {@code most} sectors records before a limit have given content. */
    void changed(long limit, int most, BaseContent.Changes listener) {
        long previous = -1;
        for (long key : byBlock) {
            long block = key >>> RECORD_BITS;
            if (block != previous && (key & RECORD_MASK) < limit) {
                previous = block;
                for (int from = 0; from < BLOCK_SECTORS; from += most) {
                    listener.changed((block << BLOCK_SHIFT) + from, Math.min(most, BLOCK_SECTORS - from));
                }
            }
        }
        changedSectors(limit, most, listener);
    }

    private void changedSectors(long limit, int most, BaseContent.Changes listener) {
        long first = 0;
        int count = 0;
        for (long key : bySector) {
            long sector = key >>> RECORD_BITS;
            if ((key & RECORD_MASK) >= limit || (count > 0 && sector == first + count - 1)) {
                continue;
            }
            if (count > 0 && (sector != first + count || count == most)) {
                listener.changed(first, count);
                count = 0;
            }
            first = count == 0 ? sector : first;
            count++;
        }
        if (count > 0) {
            listener.changed(first, count);
        }
    }

    /** Says how many bytes of memory it takes. */
    long bytes() {
        return 8L * (bySector.length + byBlock.length);
    }

    /** A list of numbers that grows. */
    private static final class Keys {
        private long[] keys = new long[1024];
        private int count;

        void add(long key) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count + (count >> 1));
            }
            keys[count++] = key;
        }

        long[] sorted() {
            long[] all = Arrays.copyOf(keys, count);
            Arrays.parallelSort(all);
            return all;
        }
    }
}
