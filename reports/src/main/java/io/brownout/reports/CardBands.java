package io.brownout.reports;

import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.PartitionSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the addresses of a card are laid out over the height of its map: each partition is a band, and a small one is drawn taller than it is, so that it can be seen and named.
 *
 * @param bands by address, the space between them left thin
 */
record CardBands(List<Band> bands, double bottom) {
    private static final double LEAST_HEIGHT = 30;
    private static final double SHARED_HEIGHT = 150;
    private static final double GAP_HEIGHT = 4;

    /** One partition's place in the drawing. */
    record Band(PartitionSpan span, double top, double height) {
        long end() {
            return span.firstSector() + span.sectors();
        }

        double y(long sector) {
            double share = (sector - span.firstSector()) / (double) Math.max(1, span.sectors());
            return top + Math.clamp(share, 0, 1) * height;
        }

        private long overlap(long from, long to) {
            return Math.min(to, end()) - Math.max(from, span.firstSector());
        }
    }

    CardBands {
        bands = List.copyOf(bands);
    }

    static CardBands of(CardMapped map, double top) {
        List<PartitionSpan> spans = Partitions.inOrder(map);
        if (spans.isEmpty()) {
            spans = List.of(new PartitionSpan(Partitions.GAP, 0, Math.max(1, map.sectors())));
        }
        double all = spans.stream().mapToLong(PartitionSpan::sectors).sum();
        List<Band> bands = new ArrayList<>();
        double y = top;
        for (PartitionSpan span : spans) {
            y += GAP_HEIGHT;
            double height = LEAST_HEIGHT + SHARED_HEIGHT * span.sectors() / all;
            bands.add(new Band(span, y, height));
            y += height;
        }
        return new CardBands(bands, y + GAP_HEIGHT);
    }

    /** Returns the band that holds most of some sectors; empty if they lie between partitions. */
    Optional<Band> holding(long from, long to) {
        Band best = null;
        for (Band band : bands) {
            if (band.overlap(from, to) > 0 && (best == null || band.overlap(from, to) > best.overlap(from, to))) {
                best = band;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Says how high a sector lies; what is between partitions lies between their bands. */
    double y(long sector) {
        double y = bands.getFirst().top() - GAP_HEIGHT / 2;
        for (Band band : bands) {
            if (sector >= band.end()) {
                y = band.top() + band.height() + GAP_HEIGHT / 2;
            } else if (sector >= band.span().firstSector()) {
                return band.y(sector);
            }
        }
        return y;
    }
}
