package io.brownout.filesystem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * An ext2, ext3 or ext4 file system on a card. Read-only, and never led out of its partition by what it reads; features it does not know are refused.
 *
 * <p>Every call reads the card anew, but for the superblock. What waits in the journal is not seen until {@link #replayed}. Paths are separated by {@code /} and begin at the root; symbolic links on the way are followed,
 * within the file system. Every method may throw {@link Ext4DamagedException}.
 */
public final class Ext4Volume {
    static final int SUPERBLOCK_BYTE = 1024;

    private final SectorView card;
    private final Partition partition;
    private final Ext4Superblock superblock;
    private final Ext4Blocks blocks;
    private final Ext4Tree tree;

    private Ext4Volume(SectorView card, Partition partition, Ext4Superblock superblock) {
        this.card = card;
        this.partition = partition;
        this.superblock = superblock;
        this.blocks = new Ext4Blocks(card, partition, superblock.blockBytes(), superblock.blocks());
        this.tree = new Ext4Tree(this);
    }

    /** Opens the file system of a partition: reads its superblock. */
    public static Ext4Volume open(SectorView card, Partition partition) {
        return open(card, partition, SUPERBLOCK_BYTE);
    }

    /**
     * Opens it by a copy of its superblock.
     *
     * @param byteOffset where the copy lies, from the beginning of the partition
     */
    public static Ext4Volume open(SectorView card, Partition partition, long byteOffset) {
        long sector = partition.firstSector() + byteOffset / SectorView.SECTOR_BYTES;
        if (partition.firstSector() < 0
                || partition.endSector() > card.sectors()
                || byteOffset < 0
                || sector + 2 > partition.endSector()) {
            throw new Ext4DamagedException("the partition %s, sectors %d to %d, does not lie on the card of %d"
                    .formatted(partition.label(), partition.firstSector(), partition.endSector() - 1, card.sectors()));
        }
        try {
            return new Ext4Volume(
                    card,
                    partition,
                    Ext4Superblock.parse(card.read(sector, 2), partition.sectors() * SectorView.SECTOR_BYTES));
        } catch (Ext4DamagedException e) {
            throw new Ext4DamagedException(
                    "partition %s is no readable ext4 file system: %s".formatted(partition.label(), e.what()));
        }
    }

    /** Returns its label. */
    public Optional<String> label() {
        return superblock.label();
    }

    /** Returns the bytes of a block. */
    public int blockBytes() {
        return superblock.blockBytes();
    }

    /** Says how many blocks it has. */
    public long blockCount() {
        return superblock.blocks();
    }

    /** Says how many inodes it has. */
    public long inodeCount() {
        return superblock.inodes();
    }

    /** Says whether it was unmounted cleanly and no error has been met since; false while it is mounted without a journal. */
    public boolean isClean() {
        return superblock.isClean();
    }

    /** Says whether something waits in its journal. */
    public boolean needsRecovery() {
        return superblock.has(Ext4Feature.NEEDS_RECOVERY);
    }

    /** Returns the first sector of a block on the card. */
    public long sectorOf(long block) {
        return blocks.sectorOf(block);
    }

    Ext4Superblock superblock() {
        return superblock;
    }

    Ext4Blocks blocks() {
        return blocks;
    }

    Partition partition() {
        return partition;
    }

    /** Returns the file system as it will be once its journal has been replayed; as it is, if it has none. The card stays as it is. */
    public Ext4Volume replayed() {
        return guarded(() -> {
            Optional<Ext4Journal> journal = Ext4Journal.of(this);
            if (journal.isEmpty()) {
                return this;
            }
            OverlaidView view = new OverlaidView(card);
            journal.get().replayInto(view);
            return open(view, partition);
        });
    }

    Ext4Group group(long number) {
        int perBlock = superblock.descriptorsPerBlock();
        long meta = number / perBlock;
        long block = superblock.firstDataBlock() + 1 + meta;
        if (superblock.has(Ext4Feature.META_GROUPS) && meta >= superblock.firstMetaGroup()) {
            long first = meta * perBlock;
            block = superblock.firstBlockOf(first) + (superblock.hasSuperblock(first) ? 1 : 0);
        } else if (superblock.blockBytes() == SUPERBLOCK_BYTE && superblock.firstDataBlock() == 0) {
            block++; // 1 KiB blocks in clusters: the superblock is in block 1.
        }
        int bytes = superblock.descriptorBytes();
        return Ext4Group.parse(superblock, number, blocks.read(block, number % perBlock * bytes, bytes));
    }

    /** Reads an inode, whatever is in it. */
    Ext4Inode inode(long number) {
        return inode(number, group(groupOf(number)));
    }

    private long groupOf(long inode) {
        if (inode < 1 || inode > superblock.inodes()) {
            throw new Ext4DamagedException("inode %d is wanted, there are %d".formatted(inode, superblock.inodes()));
        }
        return (inode - 1) / superblock.inodesPerGroup();
    }

    private Ext4Inode inode(long number, Ext4Group group) {
        long index = (number - 1) % superblock.inodesPerGroup();
        return new Ext4Inode(
                number, blocks.read(group.inodeTable(), index * superblock.inodeBytes(), superblock.inodeBytes()));
    }

    /** Tells of every inode that stands for something, in the order of their numbers, those kept for the file system itself among them. Groups whose table lies nowhere are left out. */
    void inodes(Consumer<Ext4Inode> listener) {
        for (long number = 0; number < superblock.groups(); number++) {
            Ext4Group group = group(number);
            long usable = group.usableInodes(superblock);
            if (blocks.contains(group.inodeTable(), superblock.inodeTableBlocks())) {
                inodesOf(group, usable, listener);
            }
        }
    }

    private void inodesOf(Ext4Group group, long usable, Consumer<Ext4Inode> listener) {
        int perBlock = superblock.blockBytes() / superblock.inodeBytes();
        long first = group.number() * superblock.inodesPerGroup() + 1;
        for (long index = 0; index < usable; index += perBlock) {
            byte[] block = blocks.read(group.inodeTable() + index / perBlock, 1);
            for (int i = 0; i < perBlock && index + i < usable; i++) {
                int at = i * superblock.inodeBytes();
                Ext4Inode inode =
                        new Ext4Inode(first + index + i, Arrays.copyOfRange(block, at, at + superblock.inodeBytes()));
                if (inode.isUsed(superblock.inodes())) {
                    listener.accept(inode);
                }
            }
        }
    }

    /** Returns the inodes that stand for something, in the order of their numbers, those kept for the file system itself among them. */
    public List<Long> usedInodes() {
        List<Long> used = new ArrayList<>();
        guarded(() -> {
            inodes(inode -> used.add(inode.number()));
            return used;
        });
        return used;
    }

    /** Returns the blocks of an inode: those with its content in their order, and the others before those that they lead to. */
    public List<BlockRun> blocksOf(long inode) {
        return guarded(() -> runs(inode(inode)));
    }

    List<BlockRun> runs(Ext4Inode inode) {
        List<BlockRun> runs = new ArrayList<>();
        runs(inode, runs, block -> true);
        return runs;
    }

    /** Adds the blocks of an inode, as far as they can be read; does not follow the blocks with others that are not wanted. */
    void runs(Ext4Inode inode, List<BlockRun> runs, LongPredicate follow) {
        if (inode.attributeBlock() != 0 && blocks.contains(inode.attributeBlock(), 1)) {
            runs.add(new BlockRun(-1, inode.attributeBlock(), 1, true));
        }
        Ext4BlockMap.walk(blocks, inode, new Ext4BlockMap.Visitor() {
            @Override
            public void content(long logical, long physical, int count, boolean written) {
                BlockRun last = runs.isEmpty() ? new BlockRun(-1, 0, 0, false) : runs.getLast();
                boolean goesOn = last.isContent()
                        && last.written() == written
                        && last.logical() + last.blocks() == logical
                        && last.block() + last.blocks() == physical;
                if (goesOn) {
                    runs.removeLast();
                    runs.add(new BlockRun(last.logical(), last.block(), last.blocks() + count, written));
                } else {
                    runs.add(new BlockRun(logical, physical, count, written));
                }
            }

            @Override
            public boolean tree(long physical) {
                runs.add(new BlockRun(-1, physical, 1, true));
                return follow.test(physical);
            }
        });
    }

    /** Returns what a directory holds, in the order it is stored, without {@code .} and {@code ..}; empty if there is no such directory. */
    public Optional<List<Ext4Entry>> list(String directory) {
        return guarded(() -> tree.resolve(directory, true)
                .map(Ext4Tree.Found::inode)
                .filter(Ext4Inode::isDirectory)
                .map(inode -> tree.names(inode).stream()
                        .filter(name -> !name.isDots())
                        .map(name -> Ext4Entry.of(name.text(), inode(name.inode())))
                        .toList()));
    }

    /** Returns what is at a path; empty if there is nothing. A symbolic link at the end of the path is not followed. */
    public Optional<Ext4Entry> entry(String path) {
        return guarded(() -> tree.resolve(path, false).map(found -> Ext4Entry.of(found.name(), found.inode())));
    }

    /** Reads a file, following symbolic links; empty if there is none of that path, or it is no regular file. */
    public Optional<byte[]> read(String path) {
        return guarded(() -> tree.resolve(path, true)
                .map(Ext4Tree.Found::inode)
                .filter(Ext4Inode::isFile)
                .map(tree::content));
    }

    /** Returns where a symbolic link leads, as it stands there; empty if there is none at that path. */
    public Optional<String> target(String path) {
        return guarded(() -> tree.resolve(path, false)
                .map(Ext4Tree.Found::inode)
                .filter(Ext4Inode::isSymbolicLink)
                .map(tree::target));
    }

    private interface Reading<T> {
        T read();
    }

    private <T> T guarded(Reading<T> reading) {
        try {
            return reading.read();
        } catch (Ext4DamagedException e) {
            throw new Ext4DamagedException(
                    "the ext4 file system of partition %s is damaged: %s".formatted(partition.label(), e.what()));
        }
    }
}
