package io.brownout.filesystem;

import io.brownout.filesystem.SectorOwner.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the sectors of a FAT file system are for. A cluster belongs to the file whose chain leads to it; each link that is written and each entry of a directory is followed from where it is, so that
 * a chain is walked once however often it grows. Where two chains meet, the later claim holds.
 */
final class FatOwners implements VolumeOwners {
    private static final int NOBODY = 0;
    private static final int MOST = 3;
    private static final int DIRTY_16 =
            0x25; // "BS_Reserved1": Linux keeps the dirty bit there, fs/fat/inode.c, fat_set_state
    private static final int DIRTY_32 = 0x41;
    private static final int FREE_CLUSTERS = 488; // "FSI_Free_Count"

    private final SectorView card;
    private final FatVolume volume;
    private final Partition partition;
    private final FatGeometry geometry;
    private final int[] next;
    private final int[] owner;
    private final int[] former;
    private final List<FatFile> files = new ArrayList<>();
    private final Map<Integer, FatFile> byFirstCluster = new HashMap<>();
    private final Map<Integer, SectorOwner> described = new HashMap<>();
    private boolean outdated;

    private FatOwners(SectorView card, Partition partition, FatVolume volume) {
        this.card = card;
        this.partition = partition;
        this.volume = volume;
        this.geometry = volume.geometry();
        int entries = Math.toIntExact(geometry.clusters() + 2);
        this.next = new int[entries];
        this.owner = new int[entries];
        this.former = new int[entries];
    }

    /** Reads it; {@link FatDamagedException} if its boot sector is none. */
    static FatOwners read(SectorView card, Partition partition) {
        FatOwners owners = new FatOwners(card, partition, FatVolume.open(card, partition));
        FatTable table = owners.table();
        for (int cluster = 2; cluster < owners.next.length; cluster++) {
            owners.next[cluster] = (int) table.next(cluster);
        }
        owners.files.add(new FatFile(NOBODY, null, null)); // No file has the number 0.
        FatFile root = new FatFile(1, null, null);
        owners.files.add(root);
        Changes changes = owners.new Changes((sector, sectors) -> {});
        if (owners.geometry.bits() == 32) {
            owners.byFirstCluster.put((int) owners.geometry.rootCluster(), root);
            changes.follow(root, owners.geometry.rootCluster());
        }
        changes.refresh(root);
        return owners;
    }

    private FatTable table() {
        return new FatTable(card, partition.firstSector(), geometry);
    }

    private interface Claimed {
        void claimed(long sector, long sectors);
    }

    /** What one write has changed, as it is found out. */
    private final class Changes {
        private final Claimed listener;
        private final List<String> said = new ArrayList<>();

        Changes(Claimed listener) {
            this.listener = listener;
        }

        /** Gives a chain to a file, as far as it does not have it yet. */
        void follow(FatFile file, long first) {
            for (long cluster = first; geometry.isCluster(cluster); cluster = next[(int) cluster]) {
                int at = (int) cluster;
                if (owner[at] == file.number()) {
                    return;
                }
                boolean wasFree = owner[at] == NOBODY;
                owner[at] = file.number();
                if (wasFree) {
                    listener.claimed(partition.firstSector() + geometry.sectorOf(cluster), geometry.clusterSectors());
                }
            }
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
            described.clear();
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
            int known = directory.children().getOrDefault(entry.name(), NOBODY);
            FatFile same = known == NOBODY ? null : files.get(known);
            String path = path(directory, entry.name());
            FatFile other = entry.firstCluster() == 0 ? null : byFirstCluster.get((int) entry.firstCluster());
            if (same != null && same.firstCluster() == entry.firstCluster()) {
                long size = same.entry().map(FatEntry::size).orElse(0L);
                if (size != entry.size()) {
                    said.add("directory entry of %s: size %d -> %d".formatted(path, size, entry.size()));
                }
                same.become(directory, entry);
                follow(same, entry.firstCluster());
            } else if (other != null && other != same && other.number() != 1) {
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
                FatFile file = new FatFile(files.size(), directory, entry);
                files.add(file);
                directory.children().put(entry.name(), file.number());
                take(file, entry, ahead);
            }
        }

        private void take(FatFile file, FatEntry entry, Deque<FatFile> ahead) {
            if (geometry.isCluster(entry.firstCluster())) {
                byFirstCluster.put((int) entry.firstCluster(), file);
                follow(file, entry.firstCluster());
                if (entry.isDirectory()) {
                    ahead.push(file);
                }
            }
        }

        /** Takes over the entries of a sector of the table. */
        void link(long tableSector) {
            long firstBit = tableSector * SectorView.SECTOR_BYTES * 8;
            int from = (int) Math.max(2, firstBit / geometry.bits());
            int to = (int) Math.min(next.length - 1, (firstBit + SectorView.SECTOR_BYTES * 8 - 1) / geometry.bits());
            FatTable table = table();
            List<Integer> changed = new ArrayList<>();
            List<Integer> before = new ArrayList<>();
            for (int cluster = from; cluster <= to; cluster++) {
                int now = (int) table.next(cluster);
                if (now != next[cluster]) {
                    changed.add(cluster);
                    before.add(next[cluster]);
                    next[cluster] = now;
                }
            }
            Set<String> whose = new LinkedHashSet<>();
            changed.forEach(cluster -> addOwner(whose, cluster));
            changed.forEach(this::relink);
            changed.forEach(cluster -> addOwner(whose, cluster));
            say(table, changed, before, whose);
        }

        private void relink(int cluster) {
            if (next[cluster] == 0) {
                former[cluster] = owner[cluster];
                owner[cluster] = NOBODY;
                byFirstCluster.remove(cluster);
                return;
            }
            FatFile first = byFirstCluster.get(cluster);
            if (owner[cluster] == NOBODY && first != null) {
                follow(first, cluster);
            } else if (owner[cluster] != NOBODY) {
                follow(files.get(owner[cluster]), next[cluster]);
            }
        }

        private void addOwner(Set<String> whose, int cluster) {
            int number = owner[cluster] == NOBODY ? former[cluster] : owner[cluster];
            if (number != NOBODY && whose.size() < MOST) {
                whose.add(files.get(number).path());
            }
        }

        private void say(FatTable table, List<Integer> changed, List<Integer> before, Set<String> owners) {
            String whose = owners.isEmpty() ? "" : " (" + String.join(", ", owners) + ")";
            if (changed.isEmpty()) {
                said.add("FAT, unchanged");
            } else if (changed.size() == 1) {
                said.add("FAT entry of cluster %d%s: %s -> %s"
                        .formatted(
                                changed.getFirst(),
                                whose,
                                meaning(table, before.getFirst()),
                                meaning(table, next[changed.getFirst()])));
            } else {
                long freed =
                        changed.stream().filter(cluster -> next[cluster] == 0).count();
                said.add("FAT entries from cluster %d on%s: %d freed, %d linked"
                        .formatted(changed.getFirst(), whose, freed, changed.size() - freed));
            }
        }

        private static String meaning(FatTable table, int entry) {
            return table.isEnd(entry) ? "end of chain" : table.meaning(entry);
        }
    }

    private static String path(FatFile directory, String name) {
        String path = directory.path();
        return path.equals("/") ? "/" + name : path + "/" + name;
    }

    @Override
    public Partition partition() {
        return partition;
    }

    @Override
    public SectorOwner ownerOf(long sector) {
        long at = sector - partition.firstSector();
        if (at < geometry.fatSector()) {
            boolean isInformation = geometry.informationSector() != 0 && at == geometry.informationSector();
            return SectorOwner.of(isInformation ? Kind.FAT_INFO : Kind.FAT_BOOT_SECTOR);
        }
        long data = geometry.dataSector();
        long tablesEnd = geometry.rootSectors() > 0 ? geometry.rootSector() : data;
        if (at < tablesEnd) {
            boolean isFirst = at < geometry.fatSector() + geometry.tableSectors();
            return SectorOwner.of(Kind.FAT_TABLE).withDetail(isFirst ? "first table" : "second table");
        }
        if (at < data) {
            return SectorOwner.of(Kind.FAT_DIRECTORY, "/");
        }
        long cluster = 2 + (at - data) / geometry.clusterSectors();
        return geometry.isCluster(cluster) ? ownerOfCluster((int) cluster) : SectorOwner.of(Kind.UNUSED);
    }

    private SectorOwner ownerOfCluster(int cluster) {
        if (owner[cluster] != NOBODY) {
            return described.computeIfAbsent(owner[cluster], number -> {
                FatFile file = files.get(number);
                return SectorOwner.of(file.isDirectory() ? Kind.FAT_DIRECTORY : Kind.FILE_DATA, file.path());
            });
        }
        return former[cluster] == NOBODY
                ? SectorOwner.of(Kind.UNUSED)
                : SectorOwner.of(Kind.UNUSED, files.get(former[cluster]).path());
    }

    @Override
    public long unitEnd(long sector) {
        long data = partition.firstSector() + geometry.dataSector();
        return sector < data
                ? sector + 1
                : data + ((sector - data) / geometry.clusterSectors() + 1) * geometry.clusterSectors();
    }

    @Override
    public boolean interprets(long sector) {
        return switch (ownerOf(sector).kind()) {
            case FAT_BOOT_SECTOR, FAT_INFO, FAT_DIRECTORY -> true;
            case FAT_TABLE -> sector < partition.firstSector() + geometry.fatSector() + geometry.tableSectors();
            case FILE_DATA,
                    DIRECTORY,
                    SYMBOLIC_LINK,
                    EXTENT_TREE,
                    EXTENDED_ATTRIBUTES,
                    INODE_TABLE,
                    INODE_BITMAP,
                    BLOCK_BITMAP,
                    GROUP_DESCRIPTORS,
                    SUPERBLOCK,
                    JOURNAL,
                    PARTITION_TABLE,
                    UNUSED,
                    UNKNOWN -> false;
        };
    }

    @Override
    public void landed(long sector, byte[] before, byte[] after, Listener listener) {
        SectorOwner of = ownerOf(sector);
        Changes changes = new Changes(listener::claimed);
        if (of.kind() == Kind.FAT_TABLE) {
            changes.link(sector - partition.firstSector() - geometry.fatSector());
        } else if (of.kind() == Kind.FAT_DIRECTORY) {
            changes.refresh(directoryAt(sector));
        } else if (sector == partition.firstSector()) {
            bootSector(before, after, changes);
        } else if (of.kind() == Kind.FAT_INFO) {
            changes.said.add("free clusters %d -> %d"
                    .formatted(
                            StoredNumbers.little32(before, FREE_CLUSTERS),
                            StoredNumbers.little32(after, FREE_CLUSTERS)));
        }
        if (Arrays.equals(before, after)) {
            listener.meant(of.kind().words() + (of.path().isEmpty() ? "" : " of " + of.path()) + ", unchanged");
        } else if (changes.said.isEmpty() && of.kind() == Kind.FAT_DIRECTORY) {
            listener.meant("directory %s: nothing that reads differently yet".formatted(of.path()));
        } else {
            listener.meant(String.join("; ", changes.said));
        }
    }

    private FatFile directoryAt(long sector) {
        long at = sector - partition.firstSector() - geometry.dataSector();
        return at < 0 ? files.get(1) : files.get(owner[(int) (2 + at / geometry.clusterSectors())]);
    }

    private void bootSector(byte[] before, byte[] after, Changes changes) {
        int dirty = geometry.bits() == 32 ? DIRTY_32 : DIRTY_16;
        boolean was = (before[dirty] & 1) != 0;
        boolean is = (after[dirty] & 1) != 0;
        if (was != is) {
            changes.said.add(is ? "marked as in use" : "marked as cleanly unmounted");
        }
        try {
            outdated |= !FatVolume.open(card, partition).geometry().equals(geometry);
        } catch (FatDamagedException e) {
            outdated = true;
        }
    }

    @Override
    public void powerLost() {}

    @Override
    public boolean isOutdated() {
        return outdated;
    }
}
