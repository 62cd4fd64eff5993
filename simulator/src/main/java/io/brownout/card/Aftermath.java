package io.brownout.card;

import io.brownout.filesystem.SectorView;
import java.util.List;

/**
 * What a loss of power has done to a card.
 *
 * @param stretches what the card holds where that is not what had been acknowledged
 * @param lostWrites how many acknowledged writes did not survive, wholly or in part
 */
public record Aftermath(List<Stretch> stretches, long lostWrites) {
    /** The card holds what was acknowledged. */
    public static final Aftermath NOTHING_LOST = new Aftermath(List.of(), 0);

    /** Copies the list. */
    public Aftermath {
        stretches = List.copyOf(stretches);
    }

    /** Some sectors one behind the other, and what they hold. */
    public static final class Stretch {
        private final long sector;
        private final byte[] content;

        /** Takes the content, a multiple of 512 bytes, without copying it. */
        public Stretch(long sector, byte[] content) {
            if (content.length == 0 || content.length % SectorView.SECTOR_BYTES != 0) {
                throw new IllegalArgumentException("a stretch of %d bytes, expected a multiple of %d"
                        .formatted(content.length, SectorView.SECTOR_BYTES));
            }
            this.sector = sector;
            this.content = content;
        }

        long sector() {
            return sector;
        }

        byte[] content() {
            return content;
        }
    }
}
