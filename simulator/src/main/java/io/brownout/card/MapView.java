package io.brownout.card;

import io.brownout.filesystem.SectorView;

/** A view of a map that nobody writes to any more. */
record MapView(SectorMap map) implements SectorView {
    @Override
    public long sectors() {
        return map.sectors();
    }

    @Override
    public byte[] read(long sector, int count) {
        return map.read(sector, count);
    }
}
