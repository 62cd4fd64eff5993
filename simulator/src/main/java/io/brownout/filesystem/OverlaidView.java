package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A view of a card with other content in some sectors. Not safe for threads while it is changed. */
final class OverlaidView implements SectorView {
    private final SectorView card;
    private final Map<Long, byte[]> over = new HashMap<>();

    OverlaidView(SectorView card) {
        this.card = card;
    }

    /** Lays content over sectors. */
    void put(long sector, byte[] content) {
        for (int at = 0; at < content.length; at += SECTOR_BYTES) {
            over.put(sector + at / SECTOR_BYTES, Arrays.copyOfRange(content, at, at + SECTOR_BYTES));
        }
    }

    /** Lets sectors show through again. */
    void drop(long sector, long count) {
        if (count > over.size()) {
            over.keySet().removeIf(it -> it >= sector && it < sector + count);
            return;
        }
        for (long at = sector; at < sector + count; at++) {
            over.remove(at);
        }
    }

    @Override
    public long sectors() {
        return card.sectors();
    }

    @Override
    public byte[] read(long sector, int count) {
        byte[] content = card.read(sector, count);
        if (!over.isEmpty()) {
            for (int i = 0; i < count; i++) {
                byte[] other = over.get(sector + i);
                if (other != null) {
                    System.arraycopy(other, 0, content, i * SECTOR_BYTES, SECTOR_BYTES);
                }
            }
        }
        return content;
    }
}
