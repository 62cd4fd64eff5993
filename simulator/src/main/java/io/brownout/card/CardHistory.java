package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.UsageException;
import io.brownout.card.StateId.Garbled;
import io.brownout.card.StateId.Torn;
import io.brownout.filesystem.SectorView;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Every state that a card has had, or could have been left in, since its journal began: an index over the journal as far as it reached when the index was made.
 *
 * <p>Made in one pass over the records; takes 8 bytes for each sector written, or each 128 KiB of long runs. From then on any state opens in no time, as a view or, with {@link Card#at}, as a
 * card. Immutable; safe for any thread, and for any number of cards at once.
 */
public final class CardHistory {
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[SECTOR_BYTES]);
    private static final long ZEROES_HASH = ContentHash.of(ZEROES, 0, SECTOR_BYTES);

    private final CardJournal journal;
    private final BaseContent base;
    private final long records;
    private final long writes;
    private final VersionIndex index;

    private CardHistory(CardJournal journal, BaseContent base) {
        this.journal = journal;
        this.base = base;
        this.records = journal.size();
        this.writes = journal.writesIn(records);
        this.index = VersionIndex.of(journal, records);
    }

    /** Indexes a journal whose card began as a base. */
    static CardHistory of(CardJournal journal, BaseContent base) {
        return new CardHistory(journal, base);
    }

    /**
     * Opens the journal in a folder together with what it says its card began as: an image, another journal's state, or nothing. Reads all records and checks them, and the image, by their hashes.
     *
     * @throws UsageException if there is no journal, or what it began as is not there or not as it was
     */
    public static CardHistory open(Path folder) {
        CardJournal journal = CardJournal.open(folder);
        return of(journal, JournalBase.read(folder).open(folder));
    }

    /**
     * Opens the journal in a folder whose card, or that of the first of the journals before it, began as an image that lies elsewhere now.
     *
     * @throws UsageException if there is no journal, what it began as is not there, or the image is another one
     */
    public static CardHistory open(Path folder, Path image) {
        CardJournal journal = CardJournal.open(folder);
        return of(journal, JournalBase.read(folder).openWith(image, folder));
    }

    /**
     * Keeps the journal in another folder too, together with the journals before it, so that what is in that folder is whole. Files are linked where the file system can, else copied.
     *
     * @param folder gets a folder for each journal, named as the journal's own if no other has that name
     * @return where the journal is in it
     */
    public Path keepIn(Path folder) {
        return JournalKeeping.keep(journal.folder(), folder);
    }

    /**
     * Opens the journal in a folder whose card began as a state of a history that is open already.
     *
     * @throws UsageException if there is no journal, or its card began as something else
     */
    public static CardHistory open(Path folder, CardHistory parent) {
        CardJournal journal = CardJournal.open(folder);
        return of(journal, JournalBase.read(folder).openAs(parent, folder));
    }

    /** Returns the journal, which may have gone on since. */
    public CardJournal journal() {
        return journal;
    }

    /** Says how many writes of boards it knows of: there are that many states {@code after-n}, and one more. */
    public long writes() {
        return writes;
    }

    /** Says how many records of the journal it knows of. */
    public long records() {
        return records;
    }

    /** Says how many sectors the card has. */
    public long sectors() {
        return journal.cardBytes() / SECTOR_BYTES;
    }

    /** Names the last state it knows of. */
    public StateId last() {
        return StateId.afterRecords(records);
    }

    /**
     * Returns the card after so many writes: what a cut before write n leaves on an ideal card.
     *
     * @throws UsageException if there are not so many
     */
    public SectorView after(long n) {
        return view(StateId.after(n));
    }

    /**
     * Returns the card after so many writes, of which some have not happened.
     *
     * @throws UsageException if there are not so many
     */
    public SectorView without(long n, Collection<Long> dropped) {
        return view(StateId.after(n).without(dropped));
    }

    /**
     * Returns the card in a state.
     *
     * @throws UsageException if the journal does not tell of it
     */
    public SectorView view(StateId id) {
        return state(id);
    }

    RecordedState state(StateId id) {
        long limit = limit(id);
        long[] without =
                id.without().stream().mapToLong(write -> recordOf(write, id)).toArray();
        if (without.length > 0 && without[without.length - 1] >= limit) {
            throw new UsageException("the state %s is without write %d, which has not come by then"
                    .formatted(id, id.without().last()));
        }
        GarbledStretch garbled = garbled(id);
        if (id.torn().isEmpty()) {
            return new RecordedState(base, journal, index, limit, without, VersionIndex.NONE, 0, garbled);
        }
        Torn torn = id.torn().get();
        long record = recordOf(torn.write(), id);
        if (torn.sectors() > journal.sectors(record)) {
            throw new UsageException("the state %s has %d sectors of write %d, which has %d"
                    .formatted(id, torn.sectors(), torn.write(), journal.sectors(record)));
        }
        return new RecordedState(base, journal, index, limit, without, record, torn.sectors(), garbled);
    }

    private GarbledStretch garbled(StateId id) {
        if (id.garbled().isEmpty()) {
            return GarbledStretch.NONE;
        }
        Garbled garbled = id.garbled().get();
        if (garbled.last() >= sectors()) {
            throw new UsageException("the state %s has garbled sectors beyond the end of the card, which has %d"
                    .formatted(id, sectors()));
        }
        long since = garbled.since() == writes ? records : recordOf(garbled.since(), id);
        return new GarbledStretch(id.garbled(), since);
    }

    private long limit(StateId id) {
        long there = switch (id.unit()) {
            case AFTER -> writes;
            case RECORDS -> records;
        };
        if (id.count() > there) {
            throw new UsageException(
                    "the state %s is beyond the end of the journal %s, which has %d writes in %d records"
                            .formatted(id, journal.folder(), writes, records));
        }
        return switch (id.unit()) {
            case AFTER -> id.count() == writes ? records : recordOf(id.count(), id);
            case RECORDS -> id.count();
        };
    }

    private long recordOf(long write, StateId id) {
        if (write >= writes) {
            throw new UsageException("the state %s speaks of write %d of the journal %s, which has %d"
                    .formatted(id, write, journal.folder(), writes));
        }
        return journal.numberOfWrite(write).orElseThrow();
    }

    /**
     * Returns every content that a sector has had, in order; the first is what it held when the journal began. The same content again is a version of its own, with the same hash.
     */
    public List<SectorVersion> versions(long sector) {
        RecordedState origin = state(StateId.afterRecords(0));
        List<SectorVersion> versions = new ArrayList<>();
        versions.add(new SectorVersion(-1, 0, ContentHash.of(origin.read(sector, 1))));
        byte[] bytes = new byte[SECTOR_BYTES];
        MemorySegment content = MemorySegment.ofArray(bytes);
        for (long record : index.all(sector)) {
            versions.add(new SectorVersion(record, journal.writesIn(record + 1), hash(record, sector, content)));
        }
        return versions;
    }

    private long hash(long record, long sector, MemorySegment buffer) {
        long place = journal.contentPlace(record);
        if (place < 0) {
            return ZEROES_HASH;
        }
        journal.copyContent(place + (sector - journal.sector(record)) * SECTOR_BYTES, buffer, 0, SECTOR_BYTES);
        return ContentHash.of(buffer, 0, SECTOR_BYTES);
    }

    /**
     * Writes a state to a raw file, replacing it; holes of the image stay holes. Blocks while it copies.
     *
     * @throws UsageException if the journal does not tell of it
     */
    public void exportTo(StateId id, Path raw) {
        new RawCopy(state(id)).exportTo(raw);
    }

    /**
     * Writes everything that made a state to a file, replacing it, in the format of the kernel's dm-log-writes: replayed onto what the card began as, it makes that state. Blocks while it copies.
     *
     * @throws UsageException if the journal does not tell of it, or if it has garbled sectors, which no log of writes has
     */
    public void exportLogWrites(StateId id, Path log) {
        if (id.garbled().isPresent()) {
            throw new UsageException(
                    "the state %s has garbled sectors, which nobody wrote: it cannot be told as a log of writes; export it as a raw image"
                            .formatted(id));
        }
        LogWritesExport.write(journal, state(id), log);
    }

    /** Says how many bytes of memory the index takes. */
    public long indexBytes() {
        return index.bytes();
    }
}
