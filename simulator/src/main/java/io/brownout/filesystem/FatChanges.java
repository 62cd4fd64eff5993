package io.brownout.filesystem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one write to a FAT file system has changed, as it is found out and put into words. */
final class FatChanges {
    private static final int MOST = 3;

    private final FatVolume volume;
    private final FatGeometry geometry;
    private final FatTable table;
    private final FatChains chains;
    private final Claimed listener;
    private final List<String> said = new ArrayList<>();

    /**
     * Begins with none.
     *
     * @param table as it is after the write
     * @param chains as they were before it; they are brought up to date
     */
    FatChanges(FatVolume volume, FatTable table, FatChains chains, Claimed listener) {
        this.volume = volume;
        this.geometry = volume.geometry();
        this.table = table;
        this.chains = chains;
        this.listener = listener;
    }

    /** Notes a change. */
    void say(String change) {
        said.add(change);
    }

    boolean isNothing() {
        return said.isEmpty();
    }

    /** Returns all in one line. */
    String inWords() {
        return String.join("; ", said);
    }

    /** Reads a directory anew, and those that are new in it. */
    void refresh(FatFile directory) {
        Deque<FatFile> ahead = new ArrayDeque<>(List.of(directory));
        while (!ahead.isEmpty()) {
            FatFile at = ahead.pop();
            try {
                compare(at, volume.entries(at.path(), at.entry()), ahead);
            } catch (FatDamagedException e) {
                said.add("directory " + at.path() + " cannot be read");
            }
        }
    }

    private void compare(FatFile directory, List<FatEntry> entries, Deque<FatFile> ahead) {
        Set<String> there = new HashSet<>();
        for (FatEntry entry : entries) {
            if (!entry.name().equals(".") && !entry.name().equals("..") && there.add(entry.name())) {
                compare(directory, entry, ahead);
            }
        }
        for (String name : List.copyOf(directory.children().keySet())) {
            if (!there.contains(name)) {
                said.add("directory entry of %s removed".formatted(path(directory, name)));
                directory.children().remove(name);
            }
        }
    }

    private void compare(FatFile directory, FatEntry entry, Deque<FatFile> ahead) {
        Integer known = directory.children().get(entry.name());
        FatFile same = known == null ? null : chains.file(known);
        String path = path(directory, entry.name());
        FatFile other = chains.beginningAt(entry.firstCluster()).orElse(null);
        if (same != null && same.firstCluster() == entry.firstCluster()) {
            long size = same.entry().map(FatEntry::size).orElse(0L);
            if (size != entry.size()) {
                said.add("directory entry of %s: size %d -> %d".formatted(path, size, entry.size()));
            }
            same.become(directory, entry);
            chains.follow(same, entry.firstCluster(), listener);
        } else if (other != null && other != same && other != chains.root()) {
            said.add("directory entry of %s names what was %s".formatted(path, other.path()));
            directory.children().put(entry.name(), other.number());
            other.become(directory, entry);
        } else if (same != null && same.firstCluster() == 0) {
            said.add("directory entry of %s: size 0 -> %d, first cluster %d"
                    .formatted(path, entry.size(), entry.firstCluster()));
            same.become(directory, entry);
            take(same, entry, ahead);
        } else {
            said.add(
                    same == null
                            ? "directory entry of %s added".formatted(path)
                            : "directory entry of %s: first cluster %d -> %d, size %d -> %d"
                                    .formatted(
                                            path,
                                            same.firstCluster(),
                                            entry.firstCluster(),
                                            same.entry().map(FatEntry::size).orElse(0L),
                                            entry.size()));
            FatFile file = chains.add(directory, entry);
            directory.children().put(entry.name(), file.number());
            take(file, entry, ahead);
        }
    }

    private void take(FatFile file, FatEntry entry, Deque<FatFile> ahead) {
        if (geometry.isCluster(entry.firstCluster())) {
            chains.begin(file, entry.firstCluster(), listener);
            if (entry.isDirectory()) {
                ahead.push(file);
            }
        }
    }

    /** Takes over the entries of a sector of the table. */
    void link(long tableSector) {
        long firstBit = tableSector * SectorView.SECTOR_BYTES * 8;
        int from = (int) Math.max(2, firstBit / geometry.bits());
        int to = (int) Math.min(chains.entries() - 1, (firstBit + SectorView.SECTOR_BYTES * 8 - 1) / geometry.bits());
        List<Integer> changed = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        for (int cluster = from; cluster <= to; cluster++) {
            int now = (int) table.next(cluster);
            if (now != chains.next(cluster)) {
                changed.add(cluster);
                before.add(chains.next(cluster));
                chains.put(cluster, now);
            }
        }
        Set<String> whose = new LinkedHashSet<>();
        changed.forEach(cluster -> addOwner(whose, cluster));
        changed.forEach(cluster -> chains.relink(cluster, listener));
        changed.forEach(cluster -> addOwner(whose, cluster));
        say(changed, before, whose);
    }

    private void addOwner(Set<String> whose, int cluster) {
        Optional<FatFile> file = chains.ownerOf(cluster).or(() -> chains.formerOwnerOf(cluster));
        if (whose.size() < MOST) {
            file.ifPresent(it -> whose.add(it.path()));
        }
    }

    private void say(List<Integer> changed, List<Integer> before, Set<String> owners) {
        String whose = owners.isEmpty() ? "" : " (" + String.join(", ", owners) + ")";
        if (changed.isEmpty()) {
            said.add("FAT, unchanged");
        } else if (changed.size() == 1) {
            said.add("FAT entry of cluster %d%s: %s -> %s"
                    .formatted(
                            changed.getFirst(),
                            whose,
                            meaning(before.getFirst()),
                            meaning(chains.next(changed.getFirst()))));
        } else {
            long freed = changed.stream()
                    .filter(cluster -> chains.next(cluster) == 0)
                    .count();
            said.add("FAT entries from cluster %d on%s: %d freed, %d linked"
                    .formatted(changed.getFirst(), whose, freed, changed.size() - freed));
        }
    }

    private String meaning(int entry) {
        return table.isEnd(entry) ? "end of chain" : table.meaning(entry);
    }

    private static String path(FatFile directory, String name) {
        String path = directory.path();
        return path.equals("/") ? "/" + name : path + "/" + name;
    }
}
