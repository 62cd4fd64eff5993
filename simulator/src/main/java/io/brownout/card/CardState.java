package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.card.Aftermath.Stretch;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.PartitionTable;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdAllocation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a card holds now, what it held when its journal began, and the journal. Its monitor is the card's lock: every method takes it. */
final class CardState {
    private final SectorMap origin;
    private final SectorMap map;
    private final JournalWriter writer;
    private final int store;
    private final long seed;
    private final List<Partition> labelsAtBegin;
    private @Nullable PartitionLayout layout;

    CardState(SectorMap map, JournalWriter writer, long seed) {
        this.origin = map.fork();
        this.map = map;
        this.writer = writer;
        this.store = map.add(writer.content());
        this.seed = seed;
        this.labelsAtBegin = PartitionTable.read(view());
    }

    CardJournal journal() {
        return writer.journal();
    }

    /** Returns what the card held when its journal began; nobody writes to it. */
    SectorMap origin() {
        return origin;
    }

    long sectors() {
        return map.sectors();
    }

    long seed() {
        return seed;
    }

    /** Returns the number of the next write. */
    synchronized long writes() {
        return writer.writes();
    }

    /** Returns a copy of what the card holds now, which stays as it is. */
    synchronized SectorMap snapshot() {
        return map.fork();
    }

    /** Returns a copy that goes its own way from here, with a journal that names this one as what it began as. */
    synchronized CardState fork(String name, Path folder, InstantSource clock, long forkSeed) {
        JournalBase base =
                JournalBase.Journal.of(journal(), StateId.afterRecords(journal().size()));
        JournalWriter forked =
                JournalWriter.create(folder, name, map.sectors() * SECTOR_BYTES, base, clock, System::nanoTime);
        return new CardState(map.fork(), forked, forkSeed);
    }

    synchronized void mark(RequestKind kind, long offset, long length) {
        writer.append(kind, false, offset, length, 0);
    }

    synchronized void note(String text) {
        writer.mark(text);
    }

    synchronized void read(long offset, int length, MemorySegment target, long at) {
        map.copyOut(offset / SECTOR_BYTES, length / SECTOR_BYTES, target, at);
        writer.append(RequestKind.READ, false, offset, length, ContentHash.of(target, at, length));
    }

    synchronized void write(RequestKind kind, boolean forced, long offset, MemorySegment source, long at, int length) {
        long place = writer.append(kind, forced, offset, source, at, length);
        if (place == JournalLayout.ZEROES) {
            map.putZeroes(offset / SECTOR_BYTES, length / SECTOR_BYTES);
        } else {
            map.put(offset / SECTOR_BYTES, length / SECTOR_BYTES, store, place);
        }
        forgetLayout(offset, length);
    }

    synchronized void zero(RequestKind kind, boolean forced, long offset, long length) {
        writer.append(kind, forced, offset, length, 0);
        map.putZeroes(offset / SECTOR_BYTES, length / SECTOR_BYTES);
        forgetLayout(offset, length);
    }

    synchronized void flush() {
        writer.append(RequestKind.FLUSH, false, 0, 0, 0);
    }

    synchronized void allocation(long offset, long length, NbdAllocation.Listener listener) {
        map.allocation(offset / SECTOR_BYTES, length / SECTOR_BYTES, listener);
    }

    private void forgetLayout(long offset, long length) {
        if (layout != null && layout.isChangedBy(offset / SECTOR_BYTES, length / SECTOR_BYTES)) {
            layout = null;
        }
    }

    /** The power goes: the profile decides what the card holds from now on, and the journal says so. Returns how many acknowledged writes were lost. */
    synchronized long losePower(CardProfile profile, @Nullable PendingWrite inFlight) {
        PowerLoss loss = new PowerLoss(journal(), origin, inFlight, seed, writer.nanos(), profile.lies());
        Aftermath aftermath = profile.survivors(loss);
        if (inFlight == null) {
            mark(RequestKind.POWER_LOST, 0, 0);
        } else {
            mark(RequestKind.POWER_LOST, inFlight.sector() * SECTOR_BYTES, inFlight.length());
        }
        for (Stretch stretch : aftermath.stretches()) {
            MemorySegment content = MemorySegment.ofArray(stretch.content());
            write(RequestKind.AFTERMATH, false, stretch.sector() * SECTOR_BYTES, content, 0, stretch.content().length);
        }
        layout = null;
        return aftermath.lostWrites();
    }

    /** Takes over what an edit has changed in a raw copy of the card. */
    synchronized void importEdit(RawCopy copy, Path raw) throws IOException {
        long bytes = copy.importFrom(
                raw,
                (offset, content, at, length) -> write(RequestKind.HOST_WRITE, false, offset, content, at, length));
        mark(RequestKind.EDITED, 0, bytes);
        layout = null;
    }

    /** Returns the partitions as they are now. */
    List<Partition> partitions() {
        return PartitionTable.read(view());
    }

    /** Returns where partitions lie now, for counting and naming: one that has no label now, since it is just being written anew, keeps the one it had when the journal began. */
    synchronized PartitionLayout layout() {
        if (layout == null) {
            layout = PartitionLayout.read(view()).orLabelledAs(labelsAtBegin);
        }
        return layout;
    }

    Optional<Partition> partitionAt(long sector) {
        return layout().at(sector);
    }

    Optional<Partition> partition(String label) {
        return layout().labelled(label);
    }

    /** Returns a view of what the card holds at the time of each read. */
    SectorView view() {
        return new Present();
    }

    private final class Present implements SectorView {
        @Override
        public long sectors() {
            return map.sectors();
        }

        @Override
        public byte[] read(long sector, int count) {
            synchronized (CardState.this) {
                return map.read(sector, count);
            }
        }
    }

    synchronized void close() {
        writer.close();
    }
}
