package io.brownout.filesystem;

import io.brownout.filesystem.Ext4Transaction.Carried;
import io.brownout.filesystem.SectorOwner.Kind;
import java.util.ArrayList;
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
    private static final int RESIZE_INODE = 7;
    private static final Listener NOBODY = new Listener() {
        @Override
        public void claimed(long sector, long sectors) {}

        @Override
        public void carried(long sector, long sectors, SectorOwner owner) {}

        @Override
        public void meant(String meaning) {}
    };

    private final OverlaidView view;
    private final Ext4Volume volume;
    private final Ext4Blocks blocks;
    private final BlockOwners owners;
    private final InodeNames names = new InodeNames();
    private final Map<Long, Claims> claims = new HashMap<>();
    private final Map<Owned, SectorOwner> described = new HashMap<>();
    private final Set<Long> unreadDirectories = new LinkedHashSet<>();
    private final Ext4JournalWatch journal;
    private final Ext4Words words;
    private long budget;
    private boolean outdated;

    private record Owned(Kind kind, int inode) {}

    /** What an inode has: as it was when that was worked out, and its blocks. */
    private record Claims(int identity, List<BlockRun> runs) {
        private static final Claims NONE = new Claims(0, List.of());
    }

    private Ext4Owners(SectorView card, OverlaidView view, Ext4Volume volume, @Nullable Ext4Journal journal) {
        this.view = view;
        this.volume = volume;
        this.blocks = volume.blocks();
        this.owners = new BlockOwners((int) volume.blockCount());
        this.journal = new Ext4JournalWatch(card, volume, journal);
        this.words = new Ext4Words(volume, names);
    }

    /** Reads it; {@link Ext4DamagedException} if its superblock is none. */
    static Ext4Owners read(SectorView card, Partition partition) {
        OverlaidView view = new OverlaidView(card);
        Optional<Ext4Journal> journal = journal(Ext4Volume.open(card, partition));
        journal.ifPresent(it -> it.replayInto(view));
        Ext4Owners owners = new Ext4Owners(card, view, Ext4Volume.open(view, partition), journal.orElse(null));
        owners.grantBudget();
        owners.readGroups();
        owners.readJournal(journal);
        owners.fixTree(RESIZE_INODE);
        owners.fixTree(owners.volume.superblock().journalInode());
        owners.volume.inodes(inode -> owners.walk(inode, NOBODY));
        owners.readDirectories();
        return owners;
    }

    /** Without a readable one the file system is taken as it stands. */
    private static Optional<Ext4Journal> journal(Ext4Volume volume) {
        try {
            return Ext4Journal.of(volume);
        } catch (Ext4DamagedException e) {
            return Optional.empty();
        }
    }

    /** However often damaged inodes claim the same blocks, not many times more of them are looked at than there are. */
    private void grantBudget() {
        budget = 4 * volume.blockCount();
    }

    private void readGroups() {
        Ext4Superblock superblock = volume.superblock();
        long all = Math.ceilDiv(superblock.groups(), superblock.descriptorsPerBlock());
        long before = superblock.has(Ext4Feature.META_GROUPS) ? Math.min(all, superblock.firstMetaGroup()) : all;
        owners.fix(0, superblock.blockBytes() == 1024 ? 2 : 1, Kind.SUPERBLOCK, 0);
        for (long number = 0; number < superblock.groups(); number++) {
            Ext4Group group = volume.group(number);
            long at = superblock.firstBlockOf(number);
            if (superblock.hasSuperblock(number)) {
                owners.fix(at++, 1, Kind.SUPERBLOCK, (int) number);
                owners.fix(at, before + superblock.reservedDescriptorBlocks(), Kind.GROUP_DESCRIPTORS, (int) number);
            }
            readMetaGroup(number, at);
            owners.fix(group.blockBitmap(), 1, Kind.BLOCK_BITMAP, (int) number);
            owners.fix(group.inodeBitmap(), 1, Kind.INODE_BITMAP, (int) number);
            owners.fix(group.inodeTable(), superblock.inodeTableBlocks(), Kind.INODE_TABLE, (int) number);
        }
    }

    /** With meta_bg the descriptors of a group of groups lie in its first, second and last one. */
    private void readMetaGroup(long number, long at) {
        Ext4Superblock superblock = volume.superblock();
        int perBlock = superblock.descriptorsPerBlock();
        long within = number % perBlock;
        boolean holds = within == 0 || within == 1 || within == perBlock - 1;
        if (superblock.has(Ext4Feature.META_GROUPS) && number / perBlock >= superblock.firstMetaGroup() && holds) {
            owners.fix(at, 1, Kind.GROUP_DESCRIPTORS, (int) number);
        }
    }

    private void readJournal(Optional<Ext4Journal> found) {
        found.ifPresent(it -> {
            for (int i = 0; i < it.length(); i++) {
                if (it.place(i) != 0) {
                    owners.fix(it.place(i), 1, Kind.JOURNAL, i);
                }
            }
        });
    }

    /** The blocks that say where the journal, or the room for more group descriptors, lies. */
    private void fixTree(long number) {
        if (number == 0) {
            return;
        }
        Ext4Inode inode = volume.inode(number);
        List<BlockRun> runs = inode.isUsed(volume.inodeCount()) ? runsOf(inode) : List.of();
        runs.stream()
                .filter(run -> !run.isContent())
                .forEach(run -> owners.fix(run.block(), run.blocks(), Kind.EXTENT_TREE, (int) number));
    }

    /** Works out anew what an inode has. Of blocks that two inodes claim, the first keeps them. */
    private void walk(Ext4Inode inode, Listener listener) {
        Claims before = claims.getOrDefault(inode.number(), Claims.NONE);
        List<BlockRun> runs = new ArrayList<>();
        boolean isOwn = inode.number() == RESIZE_INODE
                || inode.number() == volume.superblock().journalInode();
        if (inode.isUsed(volume.inodeCount()) && !isOwn) {
            runs = runsOf(inode);
        }
        int same = 0;
        while (same < Math.min(runs.size(), before.runs().size())
                && runs.get(same).equals(before.runs().get(same))) {
            same++;
        }
        List<BlockRun> gone = before.runs().subList(same, before.runs().size());
        List<BlockRun> come = runs.subList(same, runs.size());
        if (!gone.isEmpty() && !come.isEmpty() && come.getFirst().isLonger(gone.getFirst())) {
            come = new ArrayList<>(come); // A file that grows: what it had is not looked at again.
            come.set(0, come.getFirst().behind(gone.getFirst()));
            gone = gone.subList(1, gone.size());
        }
        give(inode, gone, come, listener);
        if (runs.isEmpty() && !inode.isUsed(volume.inodeCount())) {
            claims.remove(inode.number());
        } else {
            claims.put(inode.number(), new Claims(inode.identity(), List.copyOf(runs)));
        }
        if (inode.isDirectory() && inode.isInline()) {
            readInlineDirectory(inode);
        }
    }

    private List<BlockRun> runsOf(Ext4Inode inode) {
        List<BlockRun> runs = new ArrayList<>();
        try {
            volume.runs(inode, runs, block -> {
                boolean isOwn = owners.kind(block) == Kind.EXTENT_TREE && owners.inode(block) == inode.number();
                return isOwn || owners.isFree(block);
            });
        } catch (Ext4DamagedException e) {
            described.clear(); // What was found before the damage is the inode's; the rest is nobody's.
        }
        return runs;
    }

    private void give(Ext4Inode inode, List<BlockRun> gone, List<BlockRun> come, Listener listener) {
        int number = (int) inode.number();
        Set<Long> kept = new LinkedHashSet<>();
        for (BlockRun run : gone) {
            for (long block = run.block(); block < run.block() + run.blocks(); block++) {
                if (owners.inode(block) == number && !owners.isFree(block)) {
                    kept.add(block);
                }
                owners.release(block, number, names.path(number));
            }
        }
        for (BlockRun run : come) {
            Kind kind = kind(inode, run);
            for (long block = run.block(); block < run.block() + run.blocks() && budget > 0; block++, budget--) {
                if (owners.claim(block, number, kind) && !kept.contains(block)) {
                    listener.claimed(blocks.sectorOf(block), blocks.sectors());
                    if (kind == Kind.DIRECTORY) {
                        unreadDirectories.add(block);
                    }
                }
            }
        }
    }

    private static Kind kind(Ext4Inode inode, BlockRun run) {
        if (!run.isContent()) {
            return run.block() == inode.attributeBlock() ? Kind.EXTENDED_ATTRIBUTES : Kind.EXTENT_TREE;
        }
        if (inode.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return inode.isSymbolicLink()
                ? Kind.SYMBOLIC_LINK
                : inode.isAttributeValue() ? Kind.EXTENDED_ATTRIBUTES : Kind.FILE_DATA;
    }

    private void readDirectories() {
        for (long block : unreadDirectories) {
            readDirectory(block);
        }
        unreadDirectories.clear();
        described.clear();
    }

    private void readDirectory(long block) {
        try {
            put(owners.inode(block), Ext4Directory.names(blocks.read(block, 1), 0, blocks.blockBytes()));
        } catch (Ext4DamagedException e) {
            described.clear(); // Its names stay as they were known.
        }
    }

    private void readInlineDirectory(Ext4Inode inode) {
        try {
            put(inode.number(), Ext4Volume.inlineNames(inode));
        } catch (Ext4DamagedException e) {
            described.clear();
        }
    }

    private void put(long directory, List<Ext4Directory.Name> found) {
        for (Ext4Directory.Name name : found) {
            if (!name.isDots()) {
                names.put(name.inode(), directory, name.text());
            }
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
        if (!java.util.Arrays.equals(before, after)) {
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
        grantBudget();
        Set<Long> inodes = new LinkedHashSet<>();
        for (long block : changed) {
            switch (owners.kind(block)) {
                case INODE_TABLE -> inodes.addAll(changedInodes(block));
                case EXTENT_TREE -> inodes.add((long) owners.inode(block));
                case DIRECTORY -> unreadDirectories.add(block);
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
                walk(inode, listener); // First what gives blocks back, so that others can have them.
            }
        }
        for (Ext4Inode inode : read) {
            if (inode.isUsed(volume.inodeCount())) {
                walk(inode, listener);
            }
        }
        readDirectories();
    }

    private List<Long> changedInodes(long block) {
        Ext4Superblock superblock = volume.superblock();
        int group = owners.inode(block);
        int perBlock = superblock.blockBytes() / superblock.inodeBytes();
        long first = group * superblock.inodesPerGroup()
                + (block - volume.group(group).inodeTable()) * perBlock
                + 1;
        byte[] table = blocks.read(block, 1);
        List<Long> inodes = new ArrayList<>();
        for (int i = 0; i < perBlock; i++) {
            int at = i * superblock.inodeBytes();
            Ext4Inode inode =
                    new Ext4Inode(first + i, java.util.Arrays.copyOfRange(table, at, at + superblock.inodeBytes()));
            boolean inside = first + i >= 1 && first + i <= (group + 1) * superblock.inodesPerGroup();
            Claims known = claims.getOrDefault(first + i, Claims.NONE);
            boolean isUsed = inode.isUsed(superblock.inodes());
            if (inside && (isUsed ? known.identity() != inode.identity() : claims.containsKey(first + i))) {
                inodes.add(first + i);
            }
        }
        return inodes;
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
