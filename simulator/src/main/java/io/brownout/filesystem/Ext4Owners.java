package io.brownout.filesystem;

import io.brownout.filesystem.Ext4Transaction.Carried;
import io.brownout.filesystem.SectorOwner.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sectors of an ext4 file system are for. It lives in the state that the file system would have after a crash now: a block counts once the transaction that carries it is committed, not when it is
 * written to its own place. So the content of a file, which jbd2 in ordered mode writes first, finds its owner at the commit.
 */
final class Ext4Owners implements VolumeOwners {
    private final OverlaidView view;
    private final Ext4Volume volume;
    private final Ext4Blocks blocks;
    private final BlockOwners owners;
    private final InodeNames names = new InodeNames();
    private final Map<Owned, SectorOwner> described = new HashMap<>();
    private final Ext4Directories directories;
    private final Ext4Claims claims;
    private final Ext4JournalWatch journal;
    private final Ext4Words words;
    private boolean outdated;

    private record Owned(Kind kind, int inode) {}

    private Ext4Owners(SectorView card, OverlaidView view, Ext4Volume volume, @Nullable Ext4Journal journal) {
        this.view = view;
        this.volume = volume;
        this.blocks = volume.blocks();
        this.owners = new BlockOwners((int) volume.blockCount());
        this.directories = new Ext4Directories(blocks, owners, names);
        this.claims = new Ext4Claims(volume, owners, names, directories);
        this.journal = new Ext4JournalWatch(card, volume, journal);
        this.words = new Ext4Words(volume, names);
    }

    /** Reads it; {@link Ext4DamagedException} if its superblock is none. */
    static Ext4Owners read(SectorView card, Partition partition) {
        OverlaidView view = new OverlaidView(card);
        Optional<Ext4Journal> journal = journal(Ext4Volume.open(card, partition));
        journal.ifPresent(it -> it.replayInto(view));
        Ext4Owners owners = new Ext4Owners(card, view, Ext4Volume.open(view, partition), journal.orElse(null));
        owners.readAll(journal);
        return owners;
    }

    private void readAll(Optional<Ext4Journal> found) {
        claims.grantBudget();
        Ext4FixedParts parts = new Ext4FixedParts(volume, owners);
        parts.markGroups();
        found.ifPresent(parts::markJournal);
        claims.fixTree(Ext4Claims.RESIZE_INODE);
        claims.fixTree(volume.superblock().journalInode());
        volume.inodes(inode -> claims.walk(inode, (sector, sectors) -> {}));
        readDirectories();
    }

    private void readDirectories() {
        directories.readChanged();
        described.clear(); // Paths may be others now.
    }

    /** Without a readable one the file system is taken as it stands. */
    private static Optional<Ext4Journal> journal(Ext4Volume volume) {
        try {
            return Ext4Journal.of(volume);
        } catch (Ext4DamagedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Partition partition() {
        return volume.partition();
    }

    @Override
    public SectorOwner ownerOf(long sector) {
        long block = blocks.blockOf(sector);
        if (!owners.contains(block)) {
            return SectorOwner.of(Kind.UNUSED);
        }
        Kind kind = owners.kind(block);
        if (BlockOwners.belongsToInode(kind)) {
            return described.computeIfAbsent(
                    new Owned(kind, owners.inode(block)), it -> SectorOwner.of(it.kind(), names.path(it.inode())));
        }
        if (kind == Kind.JOURNAL && owners.inode(block) == 0) {
            return new SectorOwner(kind, "", "superblock of the journal");
        }
        return kind == Kind.UNUSED ? SectorOwner.of(kind, owners.former(block)) : SectorOwner.of(kind);
    }

    @Override
    public long unitEnd(long sector) {
        return blocks.sectorOf(blocks.blockOf(sector) + 1);
    }

    @Override
    public boolean interprets(long sector) {
        long block = blocks.blockOf(sector);
        return owners.contains(block)
                && switch (owners.kind(block)) {
                    case SUPERBLOCK, GROUP_DESCRIPTORS, INODE_TABLE, DIRECTORY, EXTENT_TREE, JOURNAL -> true;
                    case FILE_DATA,
                            SYMBOLIC_LINK,
                            EXTENDED_ATTRIBUTES,
                            INODE_BITMAP,
                            BLOCK_BITMAP,
                            FAT_TABLE,
                            FAT_BOOT_SECTOR,
                            FAT_INFO,
                            FAT_DIRECTORY,
                            PARTITION_TABLE,
                            UNUSED,
                            UNKNOWN -> false;
                };
    }

    @Override
    public void landed(long sector, byte[] before, byte[] after, Listener listener) {
        long block = blocks.blockOf(sector);
        long sectors = after.length / SectorView.SECTOR_BYTES;
        if (owners.kind(block) == Kind.JOURNAL) {
            listener.meant(words.journal(owners.inode(block), before, after));
            if (sector + sectors == unitEnd(sector)) {
                journal.landed(owners.inode(block)).ifPresent(transaction -> commit(transaction, listener));
            }
            return;
        }
        view.drop(sector, sectors);
        SectorOwner owner = ownerOf(sector);
        listener.meant(words.inPlace(owner, sector, before, after));
        if (!Arrays.equals(before, after)) {
            changed(Set.of(block), listener);
        }
    }

    private void commit(Ext4Transaction transaction, Listener listener) {
        for (long revoked : transaction.revoked()) {
            if (owners.contains(revoked)) {
                view.drop(blocks.sectorOf(revoked), blocks.sectors());
            }
        }
        Set<Long> carried = new LinkedHashSet<>();
        for (Carried copy : transaction.carried()) {
            if (owners.contains(copy.block())) {
                view.put(blocks.sectorOf(copy.block()), journal.content(copy));
                carried.add(copy.block());
            }
        }
        changed(carried, listener);
        for (Carried copy : transaction.carried()) {
            if (owners.contains(copy.block())) {
                SectorOwner of = ownerOf(blocks.sectorOf(copy.block()));
                tell(
                        listener,
                        copy.journalBlock(),
                        of.path(),
                        "copy of " + of.kind().words());
            }
        }
        transaction.descriptors().forEach(it -> tell(listener, it, "", "descriptor"));
        tell(listener, transaction.commit(), "", "commit");
    }

    private void tell(Listener listener, int journalBlock, String path, String detail) {
        listener.carried(
                blocks.sectorOf(journal.place(journalBlock)),
                blocks.sectors(),
                new SectorOwner(Kind.JOURNAL, path, detail));
    }

    /** Reads anew what depends on some blocks: inodes first, since they say which blocks are directories. */
    private void changed(Set<Long> changed, Listener listener) {
        claims.grantBudget();
        Set<Long> inodes = new LinkedHashSet<>();
        for (long block : changed) {
            switch (owners.kind(block)) {
                case INODE_TABLE -> inodes.addAll(claims.changedInodes(block));
                case EXTENT_TREE -> inodes.add((long) owners.inode(block));
                case DIRECTORY -> directories.changed(block);
                case SUPERBLOCK, GROUP_DESCRIPTORS -> outdated |= owners.inode(block) == 0 && hasOtherGeometry();
                case FILE_DATA,
                        SYMBOLIC_LINK,
                        EXTENDED_ATTRIBUTES,
                        INODE_BITMAP,
                        BLOCK_BITMAP,
                        JOURNAL,
                        FAT_TABLE,
                        FAT_BOOT_SECTOR,
                        FAT_INFO,
                        FAT_DIRECTORY,
                        PARTITION_TABLE,
                        UNUSED,
                        UNKNOWN -> {}
            }
        }
        List<Ext4Inode> read = inodes.stream().map(volume::inode).toList();
        for (Ext4Inode inode : read) {
            if (!inode.isUsed(volume.inodeCount())) {
                claims.walk(inode, listener::claimed); // First what gives blocks back, so that others can have them.
            }
        }
        for (Ext4Inode inode : read) {
            if (inode.isUsed(volume.inodeCount())) {
                claims.walk(inode, listener::claimed);
            }
        }
        readDirectories();
    }

    private boolean hasOtherGeometry() {
        try {
            return !Ext4Volume.open(view, partition()).superblock().sameGeometry(volume.superblock());
        } catch (Ext4DamagedException e) {
            return true;
        }
    }

    @Override
    public void powerLost() {
        journal.powerLost();
    }

    @Override
    public boolean isOutdated() {
        return outdated;
    }
}
