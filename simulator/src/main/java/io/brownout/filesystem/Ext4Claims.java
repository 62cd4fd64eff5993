package io.brownout.filesystem;

import io.brownout.filesystem.SectorOwner.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which blocks the inodes of an ext4 file system have, followed from inode to inode as they change. */
final class Ext4Claims {
    static final int RESIZE_INODE = 7;

    private final Ext4Volume volume;
    private final Ext4Blocks blocks;
    private final BlockOwners owners;
    private final InodeNames names;
    private final Ext4Directories directories;
    private final Map<Long, Claim> claims = new HashMap<>();
    private long budget;

    /** What an inode has: as it was when that was worked out, and its blocks. */
    private record Claim(int identity, List<BlockRun> runs) {
        private static final Claim NONE = new Claim(0, List.of());
    }

    Ext4Claims(Ext4Volume volume, BlockOwners owners, InodeNames names, Ext4Directories directories) {
        this.volume = volume;
        this.blocks = volume.blocks();
        this.owners = owners;
        this.names = names;
        this.directories = directories;
    }

    /** However often damaged inodes claim the same blocks, not many times more of them are looked at than there are. */
    void grantBudget() {
        budget = 4 * volume.blockCount();
    }

    /** Marks the blocks that say where the journal, or the room for more group descriptors, lies: they are no file's. */
    void fixTree(long number) {
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
    void walk(Ext4Inode inode, Claimed listener) {
        Claim before = claims.getOrDefault(inode.number(), Claim.NONE);
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
            claims.put(inode.number(), new Claim(inode.identity(), List.copyOf(runs)));
        }
        if (inode.isDirectory() && inode.isInline()) {
            directories.readInline(inode);
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
            return runs; // What was found before the damage is the inode's; the rest is nobody's.
        }
        return runs;
    }

    private void give(Ext4Inode inode, List<BlockRun> gone, List<BlockRun> come, Claimed listener) {
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
                        directories.changed(block);
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

    /** Returns the inodes in a block of the table that are not as they were when they were last walked. */
    List<Long> changedInodes(long block) {
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
            Ext4Inode inode = new Ext4Inode(first + i, Arrays.copyOfRange(table, at, at + superblock.inodeBytes()));
            boolean inside = first + i >= 1 && first + i <= (group + 1) * superblock.inodesPerGroup();
            Claim known = claims.getOrDefault(first + i, Claim.NONE);
            boolean isUsed = inode.isUsed(superblock.inodes());
            if (inside && (isUsed ? known.identity() != inode.identity() : claims.containsKey(first + i))) {
                inodes.add(first + i);
            }
        }
        return inodes;
    }
}
