package io.brownout.filesystem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which file each cluster of a FAT file system belongs to, by the chains that lead to it, and which one it belonged to before it was freed. Where two chains meet, the later claim holds. */
final class FatChains {
    private static final int NOBODY = 0;
    private static final int ROOT = 1;

    private final FatGeometry geometry;
    private final long firstSector;
    private final int[] next;
    private final int[] owner;
    private final int[] former;
    private final List<FatFile> files = new ArrayList<>();
    private final Map<Integer, FatFile> byFirstCluster = new HashMap<>();

    /**
     * Takes over the links of a table; no file is known yet but the root directory, which has no chain yet.
     *
     * @param firstSector of the partition
     */
    FatChains(FatGeometry geometry, long firstSector, FatTable table) {
        this.geometry = geometry;
        this.firstSector = firstSector;
        int entries = Math.toIntExact(geometry.clusters() + 2);
        this.next = new int[entries];
        this.owner = new int[entries];
        this.former = new int[entries];
        for (int cluster = 2; cluster < entries; cluster++) {
            next[cluster] = (int) table.next(cluster);
        }
        files.add(new FatFile(NOBODY, null, null)); // No file has the number 0.
        files.add(new FatFile(ROOT, null, null));
    }

    FatFile root() {
        return files.get(ROOT);
    }

    /** Returns the file of a number. */
    FatFile file(int number) {
        return files.get(number);
    }

    /** Makes a file known, which has no cluster yet. */
    FatFile add(FatFile directory, FatEntry entry) {
        FatFile file = new FatFile(files.size(), directory, entry);
        files.add(file);
        return file;
    }

    /** Returns the file whose chain begins with a cluster. */
    Optional<FatFile> beginningAt(long cluster) {
        return cluster == 0 ? Optional.empty() : Optional.ofNullable(byFirstCluster.get((int) cluster));
    }

    /** Returns the file that a cluster belongs to; empty if it is nobody's. */
    Optional<FatFile> ownerOf(int cluster) {
        return known(owner[cluster]);
    }

    /** Returns the file that a cluster belonged to when it was freed last. */
    Optional<FatFile> formerOwnerOf(int cluster) {
        return known(former[cluster]);
    }

    private Optional<FatFile> known(int number) {
        return number == NOBODY ? Optional.empty() : Optional.of(files.get(number));
    }

    /** Says how many entries there are, the first two, which stand for no cluster, among them. */
    int entries() {
        return next.length;
    }

    /** Returns what the entry of a cluster holds. */
    int next(int cluster) {
        return next[cluster];
    }

    /** Changes an entry; {@link #relink} draws the conclusions. */
    void put(int cluster, int entry) {
        next[cluster] = entry;
    }

    /** Gives a file the chain that begins with a cluster. */
    void begin(FatFile file, long first, Claimed listener) {
        byFirstCluster.put((int) first, file);
        follow(file, first, listener);
    }

    /** Gives a chain to a file, as far as it does not have it yet. */
    void follow(FatFile file, long first, Claimed listener) {
        for (long cluster = first; geometry.isCluster(cluster); cluster = next[(int) cluster]) {
            int at = (int) cluster;
            if (owner[at] == file.number()) {
                return;
            }
            boolean wasFree = owner[at] == NOBODY;
            owner[at] = file.number();
            if (wasFree) {
                listener.claimed(firstSector + geometry.sectorOf(cluster), geometry.clusterSectors());
            }
        }
    }

    /** Gives away what an entry that has changed leads to, or takes the cluster back. */
    void relink(int cluster, Claimed listener) {
        if (next[cluster] == 0) {
            former[cluster] = owner[cluster];
            owner[cluster] = NOBODY;
            byFirstCluster.remove(cluster);
            return;
        }
        FatFile first = byFirstCluster.get(cluster);
        if (owner[cluster] == NOBODY && first != null) {
            follow(first, cluster, listener);
        } else if (owner[cluster] != NOBODY) {
            follow(files.get(owner[cluster]), next[cluster], listener);
        }
    }
}
