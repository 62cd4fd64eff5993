package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Sectors that are kept in three ways, each by its place: in a base, nowhere because they are zeroes, or one behind the other in the content of a journal.
 */
abstract sealed class PlacedSectors implements BaseContent permits SectorMap, RecordedState {
    /** The place of a sector that is as in the base. */
    static final long BASE = 0;
    /** The place of a sector of zeroes. Every place above it is one in the content of a journal, and that of the next sector there is 512 higher. */
    static final long ZERO = 1;

    private final BaseContent base;
    private final long sectors;

    PlacedSectors(BaseContent base, long sectors) {
        this.base = base;
        this.sectors = sectors;
    }

    /** Says where a sector is kept. */
    abstract long place(long sector);

    /** Copies out bytes that are kept from a place above {@link #ZERO} on. */
    abstract void copyKept(long place, MemorySegment target, long targetOffset, int bytes);

    final BaseContent base() {
        return base;
    }

    public final long sectors() {
        return sectors;
    }

    @Override
    public final Optional<BaseImage> image() {
        return base.image();
    }

    @Override
    public final boolean isHole(long sector) {
        long place = place(sector);
        return place == ZERO || (place == BASE && base.isHole(sector));
    }

    @Override
    public final void copyOut(long sector, int count, MemorySegment target, long targetOffset) {
        long place = count == 0 ? BASE : place(sector);
        for (int done = 0; done < count; ) {
            long step = place == BASE || place == ZERO ? 0 : SECTOR_BYTES;
            int run = 1;
            long next = BASE;
            while (done + run < count && (next = place(sector + done + run)) == place + run * step) {
                run++;
            }
            copyRun(sector + done, run, place, target, targetOffset + (long) done * SECTOR_BYTES);
            done += run;
            place = next;
        }
    }

    private void copyRun(long sector, int count, long place, MemorySegment target, long targetOffset) {
        if (place == BASE) {
            base.copyOut(sector, count, target, targetOffset);
        } else if (place == ZERO) {
            target.asSlice(targetOffset, (long) count * SECTOR_BYTES).fill((byte) 0);
        } else {
            copyKept(place, target, targetOffset, count * SECTOR_BYTES);
        }
    }

    /** Reads sectors; {@link IndexOutOfBoundsException} if they do not all lie on the card. */
    public final byte[] read(long sector, int count) {
        if (sector < 0 || count < 0 || sector > sectors - count) {
            throw new IndexOutOfBoundsException(
                    "sectors %d to %d of a card of %d".formatted(sector, sector + count - 1, sectors));
        }
        byte[] content = new byte[Math.multiplyExact(count, SECTOR_BYTES)];
        if (count > 0) {
            copyOut(sector, count, MemorySegment.ofArray(content), 0);
        }
        return content;
    }
}
