package io.brownout.filesystem;

import io.brownout.filesystem.SectorOwner.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the sectors of a FAT file system are for. A cluster belongs to the file whose chain leads to it; each link that is written and each entry of a directory is followed from where it is, so that
 * a chain is walked once however often it grows. Where two chains meet, the later claim holds.
 */
final class FatOwners implements VolumeOwners {
    private static final int DIRTY_16 =
            0x25; // "BS_Reserved1": Linux keeps the dirty bit there, fs/fat/inode.c, fat_set_state
    private static final int DIRTY_32 = 0x41;
    private static final int FREE_CLUSTERS = 488; // "FSI_Free_Count"

    private final SectorView card;
    private final FatVolume volume;
    private final Partition partition;
    private final FatGeometry geometry;
    private final FatChains chains;
    private final Map<Integer, SectorOwner> described = new HashMap<>();
    private boolean outdated;

    private FatOwners(SectorView card, Partition partition, FatVolume volume) {
        this.card = card;
        this.partition = partition;
        this.volume = volume;
        this.geometry = volume.geometry();
        this.chains =
                new FatChains(geometry, partition.firstSector(), new FatTable(card, partition.firstSector(), geometry));
    }

    /** Reads it; {@link FatDamagedException} if its boot sector is none. */
    static FatOwners read(SectorView card, Partition partition) {
        FatOwners owners = new FatOwners(card, partition, FatVolume.open(card, partition));
        FatChanges changes = owners.changes((sector, sectors) -> {});
        FatFile root = owners.chains.root();
        if (owners.geometry.bits() == 32) {
            owners.chains.begin(root, owners.geometry.rootCluster(), (sector, sectors) -> {});
        }
        changes.refresh(root);
        return owners;
    }

    private FatTable table() {
        return new FatTable(card, partition.firstSector(), geometry);
    }

    private FatChanges changes(Claimed listener) {
        return new FatChanges(volume, table(), chains, listener);
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
        Optional<FatFile> owner = chains.ownerOf(cluster);
        if (owner.isPresent()) {
            FatFile file = owner.get();
            return described.computeIfAbsent(
                    file.number(),
                    _ -> SectorOwner.of(file.isDirectory() ? Kind.FAT_DIRECTORY : Kind.FILE_DATA, file.path()));
        }
        return chains.formerOwnerOf(cluster)
                .map(file -> SectorOwner.of(Kind.UNUSED, file.path()))
                .orElse(SectorOwner.of(Kind.UNUSED));
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
        FatChanges changes = changes(listener::claimed);
        if (of.kind() == Kind.FAT_TABLE) {
            changes.link(sector - partition.firstSector() - geometry.fatSector());
        } else if (of.kind() == Kind.FAT_DIRECTORY) {
            changes.refresh(directoryAt(sector));
            described.clear(); // Paths may be others now.
        } else if (sector == partition.firstSector()) {
            bootSector(before, after, changes);
        } else if (of.kind() == Kind.FAT_INFO) {
            changes.say("free clusters %d -> %d"
                    .formatted(
                            StoredNumbers.little32(before, FREE_CLUSTERS),
                            StoredNumbers.little32(after, FREE_CLUSTERS)));
        }
        if (Arrays.equals(before, after)) {
            listener.meant(of.kind().words() + (of.path().isEmpty() ? "" : " of " + of.path()) + ", unchanged");
        } else if (changes.isNothing() && of.kind() == Kind.FAT_DIRECTORY) {
            listener.meant("directory %s: nothing that reads differently yet".formatted(of.path()));
        } else {
            listener.meant(changes.inWords());
        }
    }

    private FatFile directoryAt(long sector) {
        long at = sector - partition.firstSector() - geometry.dataSector();
        return at < 0
                ? chains.root()
                : chains.ownerOf((int) (2 + at / geometry.clusterSectors())).orElseThrow();
    }

    private void bootSector(byte[] before, byte[] after, FatChanges changes) {
        int dirty = geometry.bits() == 32 ? DIRTY_32 : DIRTY_16;
        boolean was = (before[dirty] & 1) != 0;
        boolean is = (after[dirty] & 1) != 0;
        if (was != is) {
            changes.say(is ? "marked as in use" : "marked as cleanly unmounted");
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
