package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.filesystem.SectorView;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A state that a journal tells of: what each sector held, found when it is asked for. Costs no memory, whatever has been written. Safe for any thread. */
final class RecordedState extends PlacedSectors implements SectorView {
    private static final long KEPT = ZERO + 1;

    private final CardJournal journal;
    private final VersionIndex index;
    private final long limit;
    private final long[] without;
    private final long torn;
    private final long tornSectors;
    private final GarbledStretch garbled;

    /**
     * Takes what decides.
     *
     * @param limit the first record that has not happened
     * @param without the numbers of earlier records that have not happened either, in ascending order
     * @param torn the record of which the first {@code tornSectors} are on top; {@link VersionIndex#NONE} for none
     * @param garbled what does not hold what was written to it last
     */
    RecordedState(
            BaseContent base,
            CardJournal journal,
            VersionIndex index,
            long limit,
            long[] without,
            long torn,
            long tornSectors,
            GarbledStretch garbled) {
        super(base, journal.cardBytes() / SECTOR_BYTES);
        this.journal = journal;
        this.index = index;
        this.limit = limit;
        this.without = without;
        this.torn = torn;
        this.tornSectors = tornSectors;
        this.garbled = garbled;
    }

    @Override
    long place(long sector) {
        if (tornSectors > 0 && sector >= journal.sector(torn) && sector < journal.sector(torn) + tornSectors) {
            return placeIn(torn, sector);
        }
        long record = newest(sector, limit);
        if (garbled.spoils(sector, record)) {
            if (garbled.isMade()) {
                return garbled.place(sector);
            }
            record = record == VersionIndex.NONE ? record : newest(sector, record);
        }
        return record == VersionIndex.NONE ? BASE : placeIn(record, sector);
    }

    private long newest(long sector, long before) {
        long record = index.last(sector, before);
        while (record != VersionIndex.NONE && Arrays.binarySearch(without, record) >= 0) {
            record = index.last(sector, record);
        }
        return record;
    }

    private long placeIn(long record, long sector) {
        long content = journal.contentPlace(record);
        return content < 0 ? ZERO : KEPT + content + (sector - journal.sector(record)) * SECTOR_BYTES;
    }

    @Override
    void copyKept(long place, MemorySegment target, long targetOffset, int bytes) {
        if (GarbledStretch.isPlace(place)) {
            GarbledStretch.copy(place, target, targetOffset, bytes);
        } else {
            journal.copyContent(place - KEPT, target, targetOffset, bytes);
        }
    }

    @Override
    public long sameUntil(long sector) {
        long untouched = index.untouchedUntil(sector);
        if (tornSectors > 0 && sector < journal.sector(torn) + tornSectors) {
            untouched = Math.min(untouched, journal.sector(torn));
        }
        untouched = garbled.untouchedUntil(sector, untouched);
        return untouched <= sector ? sector + 1 : Math.min(untouched, base().sameUntil(sector));
    }

    /** Something that is told which records have made a state. */
    interface Records {
        /** Takes one, and how many of its sectors count, from its first. */
        void record(long number, long sectors);
    }

    /** Tells in order which records have made this state; a torn write comes last. */
    void forEachRecord(Records listener) {
        for (long number = 0; number < limit; number++) {
            if (Arrays.binarySearch(without, number) < 0) {
                listener.record(number, journal.sectors(number));
            }
        }
        if (tornSectors > 0) {
            listener.record(torn, tornSectors);
        }
    }

    @Override
    public void changes(int most, Changes listener) {
        base().changes(most, listener);
        index.changed(limit, most, listener);
        for (long done = 0; done < tornSectors; done += most) {
            listener.changed(journal.sector(torn) + done, (int) Math.min(most, tornSectors - done));
        }
        garbled.changes(most, listener);
    }
}
