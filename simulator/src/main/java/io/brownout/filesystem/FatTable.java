package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/** The first table of a FAT file system, read entry by entry, so that no sector is read that does not matter. Not safe for threads. */
final class FatTable {
    private final SectorView card;
    private final long firstSector;
    private final FatGeometry geometry;
    private long cachedSector = -1;
    private byte[] cached = {};

    FatTable(SectorView card, long partitionSector, FatGeometry geometry) {
        this.card = card;
        this.firstSector = partitionSector + geometry.fatSector();
        this.geometry = geometry;
    }

    /** Some clusters one behind the other. */
    record Run(long cluster, int clusters) {}

    /**
     * Follows a chain to its end, or until it has as many clusters as are needed.
     *
     * @param what names it in the message of the {@link FatDamagedException} that a loop, a gap or a stray link gets
     */
    List<Run> chain(long first, long needed, String what) {
        List<Run> runs = new ArrayList<>();
        long[] left = {needed};
        walk(first, what, cluster -> {
            append(runs, cluster);
            return --left[0] > 0;
        });
        return runs;
    }

    /** Follows a chain to its end, or until the visitor has seen enough; what comes behind that is not looked at. */
    void walk(long first, String what, LongPredicate visitor) {
        BitSet seen = new BitSet();
        long cluster = first;
        do {
            if (!geometry.isCluster(cluster)) {
                throw new FatDamagedException(
                        "the cluster chain of %s leads to %s after %d clusters; clusters count from 2 to %d"
                                .formatted(what, meaning(cluster), seen.cardinality(), geometry.clusters() + 1));
            }
            if (seen.get((int) cluster)) {
                throw new FatDamagedException(
                        "the cluster chain of %s is a loop: it comes back to cluster %d".formatted(what, cluster));
            }
            seen.set((int) cluster);
            if (!visitor.test(cluster)) {
                return;
            }
            cluster = next(cluster);
        } while (!isEnd(cluster));
    }

    private static void append(List<Run> runs, long cluster) {
        Run last = runs.isEmpty() ? new Run(0, 0) : runs.getLast();
        if (last.cluster() + last.clusters() == cluster) {
            runs.set(runs.size() - 1, new Run(last.cluster(), last.clusters() + 1));
        } else {
            runs.add(new Run(cluster, 1));
        }
    }

    String meaning(long cluster) {
        if (cluster == 0) {
            return "a free cluster";
        }
        return cluster == (endMark() | 7) - 8 ? "a bad cluster" : "cluster " + cluster;
    }

    boolean isEnd(long entry) {
        return entry >= endMark();
    }

    private long endMark() {
        return switch (geometry.bits()) {
            case 12 -> 0xff8;
            case 16 -> 0xfff8;
            default -> 0xffffff8;
        };
    }

    /** Returns the entry of a cluster as it stands: the next one of its chain, or a mark. */
    long next(long cluster) {
        return switch (geometry.bits()) {
            case 12 -> {
                long at = cluster + cluster / 2;
                int pair = unsigned(at) | unsigned(at + 1) << 8;
                yield cluster % 2 == 0 ? pair & 0xfff : pair >>> 4;
            }
            case 16 -> unsigned(2 * cluster) | unsigned(2 * cluster + 1) << 8;
            default -> {
                long at = 4 * cluster;
                long low = unsigned(at) | unsigned(at + 1) << 8 | unsigned(at + 2) << 16;
                yield low | (long) (unsigned(at + 3) & 0x0f) << 24; // The upper four bits are reserved.
            }
        };
    }

    private int unsigned(long at) {
        long sector = firstSector + at / SECTOR_BYTES;
        if (sector != cachedSector) {
            cached = card.read(sector, 1);
            cachedSector = sector;
        }
        return Byte.toUnsignedInt(cached[(int) (at % SECTOR_BYTES)]);
    }
}
