package io.brownout.wear;

import io.brownout.card.CardRequest;
import io.brownout.filesystem.SectorOwner;

/**
 * Some sectors of a write that have one owner.
 *
 * @param write the record of the journal that wrote them
 * @param partition the label of the partition they lie in; {@link io.brownout.filesystem.Partition#GAP} for none
 * @param sector the first of them, on the card
 * @param sectors how many, at least 1
 */
public record WrittenStretch(CardRequest write, String partition, SectorOwner owner, long sector, long sectors) {
    /** Checks that there are sectors, and that the write has written them. */
    public WrittenStretch {
        if (sectors < 1 || sector < write.sector() || sector + sectors > write.sector() + write.sectors()) {
            throw new IllegalArgumentException("sectors %d to %d of a write to %d to %d"
                    .formatted(sector, sector + sectors - 1, write.sector(), write.sector() + write.sectors() - 1));
        }
    }
}
