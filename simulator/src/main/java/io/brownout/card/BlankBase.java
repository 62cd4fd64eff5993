package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A card that nobody has written to: zeroes. */
record BlankBase() implements BaseContent {
    @Override
    public void copyOut(long sector, int count, MemorySegment target, long targetOffset) {
        target.asSlice(targetOffset, (long) count * SECTOR_BYTES).fill((byte) 0);
    }

    @Override
    public void changes(int most, Changes listener) {}

    @Override
    public boolean isHole(long sector) {
        return true;
    }

    @Override
    public long sameUntil(long sector) {
        return Long.MAX_VALUE;
    }

    @Override
    public Optional<BaseImage> image() {
        return Optional.empty();
    }
}
