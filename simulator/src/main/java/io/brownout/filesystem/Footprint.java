package io.brownout.filesystem;

import java.util.BitSet;

/** A view that notes which sectors are read through it: whatever is worked out from them can only change when one of them does. */
public record Footprint(SectorView card, BitSet read) implements SectorView {
    @Override
    public long sectors() {
        return card.sectors();
    }

    @Override
    public byte[] read(long sector, int count) {
        read.set(Math.toIntExact(sector), Math.toIntExact(sector + count));
        return card.read(sector, count);
    }
}
