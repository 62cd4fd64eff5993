package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write that a board has asked for and that has not landed. Valid only during the call it is given to. */
public final class PendingWrite {
    private final long number;
    private final RequestKind kind;
    private final long sector;
    private final long sectors;
    private final @Nullable MemorySegment source;
    private final CardState card;

    PendingWrite(
            long number, RequestKind kind, long sector, long sectors, @Nullable MemorySegment source, CardState card) {
        this.number = number;
        this.kind = kind;
        this.sector = sector;
        this.sectors = sectors;
        this.source = source;
        this.card = card;
    }

    /** Returns its number; writes count from 0 over the card's journal. */
    public long number() {
        return number;
    }

    /** Says whether it is a write, a trim or a write of zeroes. */
    public RequestKind kind() {
        return kind;
    }

    /** Returns its first sector. */
    public long sector() {
        return sector;
    }

    /** Says how many sectors it writes. */
    public long sectors() {
        return sectors;
    }

    /** Says how many bytes it writes. */
    public long length() {
        return sectors * SECTOR_BYTES;
    }

    /** Says whether it writes at least one sector of a stretch. */
    public boolean touches(long firstSector, long count) {
        return sector < firstSector + count && firstSector < sector + sectors;
    }

    /** Returns a copy of what it writes. */
    public byte[] data() {
        byte[] data = new byte[Math.toIntExact(length())];
        if (source != null) {
            MemorySegment.copy(source, 0, MemorySegment.ofArray(data), 0, data.length);
        }
        return data;
    }

    /** Returns the partition it begins in. */
    public Optional<Partition> partition() {
        return card.partitionAt(sector);
    }

    /** Returns the card's partition with a label. */
    public Optional<Partition> partition(String label) {
        return card.partition(label);
    }

    /** Says whether the request right before this one was a write: only then can both be of one command. */
    boolean followsWrite() {
        long last = card.journal().size() - 1;
        while (last >= 0 && card.journal().kind(last) == RequestKind.MARK) {
            last--;
        }
        return last >= 0 && card.journal().kind(last) == RequestKind.WRITE;
    }

    /** Returns the card as it is before this write. */
    public SectorView before() {
        return card.view();
    }

    /** Returns the card as it would be after this write. */
    public SectorView after() {
        return new After(card.view());
    }

    private final class After implements SectorView {
        private final SectorView before;

        After(SectorView before) {
            this.before = before;
        }

        @Override
        public long sectors() {
            return before.sectors();
        }

        @Override
        public byte[] read(long first, int count) {
            byte[] content = before.read(first, count);
            int from = Math.clamp(sector - first, 0, count);
            int to = Math.clamp(sector + sectors - first, from, count);
            if (source == null) {
                Arrays.fill(content, from * SECTOR_BYTES, to * SECTOR_BYTES, (byte) 0);
            } else if (to > from) {
                MemorySegment target = MemorySegment.ofArray(content);
                long offset = (first + from - sector) * SECTOR_BYTES;
                MemorySegment.copy(
                        source, offset, target, (long) from * SECTOR_BYTES, (to - from) * (long) SECTOR_BYTES);
            }
            return content;
        }
    }
}
