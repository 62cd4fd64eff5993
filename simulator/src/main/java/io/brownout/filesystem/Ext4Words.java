package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.filesystem.Ext4Directory.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts a write to an ext4 file system into words: what is different afterwards. */
final class Ext4Words {
    private static final int MOST = 3;

    private final Ext4Volume volume;
    private final InodeNames names;

    Ext4Words(Ext4Volume volume, InodeNames names) {
        this.volume = volume;
        this.names = names;
    }

    /** Describes a write to the journal. */
    String journal(int journalBlock, byte[] before, byte[] after) {
        if (journalBlock == 0) {
            return "superblock of the journal" + changed(before, after, "");
        }
        String transaction = " of transaction " + Ext4Journal.sequence(after);
        return switch (Ext4Journal.type(after)) {
            case Ext4Journal.DESCRIPTOR -> "journal descriptor" + transaction;
            case Ext4Journal.COMMIT -> "journal commit block" + transaction;
            case Ext4Journal.REVOKE -> "journal revocations" + transaction;
            default -> "";
        };
    }

    private static String changed(byte[] before, byte[] after, String what) {
        return Arrays.equals(before, after) ? ", unchanged" : what;
    }

    /** Describes a write to the place where something belongs; empty if its owner says as much. */
    String inPlace(SectorOwner owner, long sector, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return owner.kind().words() + (owner.path().isEmpty() ? "" : " of " + owner.path()) + ", unchanged";
        }
        return switch (owner.kind()) {
            case INODE_TABLE -> inodes(sector, before, after);
            case DIRECTORY -> directory(owner.path(), sector, before);
            case SUPERBLOCK -> superblock(sector, before, after);
            case FILE_DATA,
                    SYMBOLIC_LINK,
                    EXTENT_TREE,
                    EXTENDED_ATTRIBUTES,
                    INODE_BITMAP,
                    BLOCK_BITMAP,
                    GROUP_DESCRIPTORS,
                    JOURNAL,
                    FAT_TABLE,
                    FAT_BOOT_SECTOR,
                    FAT_INFO,
                    FAT_DIRECTORY,
                    PARTITION_TABLE,
                    UNUSED,
                    UNKNOWN -> "";
        };
    }

    private String inodes(long sector, byte[] before, byte[] after) {
        int bytes = volume.superblock().inodeBytes();
        List<String> said = new ArrayList<>();
        for (int at = 0; bytes <= before.length && at < before.length; at += bytes) {
            if (!Arrays.equals(before, at, at + bytes, after, at, at + bytes)) {
                long number = numberAt(sector, at);
                said.add(inode(
                        new Ext4Inode(number, Arrays.copyOfRange(before, at, at + bytes)),
                        new Ext4Inode(number, Arrays.copyOfRange(after, at, at + bytes))));
            }
        }
        return list(said);
    }

    private long numberAt(long sector, int at) {
        Ext4Superblock superblock = volume.superblock();
        long byteOnVolume = (sector - volume.partition().firstSector()) * SECTOR_BYTES + at;
        for (long group = 0; group < superblock.groups(); group++) {
            long begin = volume.group(group).inodeTable() * superblock.blockBytes();
            if (byteOnVolume >= begin && byteOnVolume < begin + superblock.inodesPerGroup() * superblock.inodeBytes()) {
                return group * superblock.inodesPerGroup() + (byteOnVolume - begin) / superblock.inodeBytes() + 1;
            }
        }
        return 0;
    }

    private String inode(Ext4Inode before, Ext4Inode after) {
        String name = "inode %d of %s".formatted(after.number(), names.path(after.number()));
        boolean was = before.isUsed(volume.inodeCount());
        boolean is = after.isUsed(volume.inodeCount());
        if (was != is) {
            return name + (is ? " made" : " deleted");
        }
        List<String> changes = new ArrayList<>();
        add(changes, "size", before.size(), after.size());
        add(changes, "links", before.links(), after.links());
        if (before.mode() != after.mode()) {
            changes.add("mode %o -> %o".formatted(before.mode(), after.mode()));
        }
        int pointers = Ext4Inode.POINTERS;
        int end = pointers + Ext4Inode.POINTER_BYTES;
        if (!Arrays.equals(before.raw(), pointers, end, after.raw(), pointers, end)) {
            changes.add("other blocks");
        }
        return name + ": " + (changes.isEmpty() ? "times or attributes" : String.join(", ", changes));
    }

    private static void add(List<String> changes, String what, long before, long after) {
        if (before != after) {
            changes.add("%s %d -> %d".formatted(what, before, after));
        }
    }

    private static String list(List<String> said) {
        String more = said.size() > MOST ? " and %d more".formatted(said.size() - MOST) : "";
        return String.join("; ", said.subList(0, Math.min(MOST, said.size()))) + more;
    }

    private String directory(String path, long sector, byte[] before) {
        Ext4Blocks blocks = volume.blocks();
        byte[] now = blocks.read(blocks.blockOf(sector), 1);
        byte[] then = now.clone();
        int at = (int) (sector - blocks.sectorOf(blocks.blockOf(sector))) * SECTOR_BYTES;
        System.arraycopy(before, 0, then, at, before.length);
        Set<Name> gone = namesIn(then);
        Set<Name> come = namesIn(now);
        Set<Name> both = new LinkedHashSet<>(gone);
        both.retainAll(come);
        gone.removeAll(both);
        come.removeAll(both);
        List<String> said = new ArrayList<>();
        come.forEach(name -> said.add("entry %s (inode %d) added".formatted(name.text(), name.inode())));
        gone.forEach(name -> said.add("entry %s (inode %d) removed".formatted(name.text(), name.inode())));
        return "directory " + path + ": " + (said.isEmpty() ? "room between the entries" : list(said));
    }

    private static Set<Name> namesIn(byte[] block) {
        try {
            return new LinkedHashSet<>(Ext4Directory.names(block, 0, block.length));
        } catch (Ext4DamagedException e) {
            return new LinkedHashSet<>(); // Half written, sector by sector.
        }
    }

    private String superblock(long sector, byte[] before, byte[] after) {
        int offset = (int) (sector - volume.partition().firstSector()) * SECTOR_BYTES;
        int at = Ext4Volume.SUPERBLOCK_BYTE - offset;
        if (at < 0 || at + SECTOR_BYTES > after.length) {
            return "";
        }
        List<String> changes = new ArrayList<>();
        add(changes, "mounts", StoredNumbers.little16(before, at + 0x34), StoredNumbers.little16(after, at + 0x34));
        add(changes, "free blocks", StoredNumbers.little32(before, at + 0xc), StoredNumbers.little32(after, at + 0xc));
        add(
                changes,
                "free inodes",
                StoredNumbers.little32(before, at + 0x10),
                StoredNumbers.little32(after, at + 0x10));
        boolean needed = (before[at + 0x60] & 4) != 0;
        boolean needs = (after[at + 0x60] & 4) != 0;
        if (needed != needs) {
            changes.add(needs ? "mounted: needs recovery from now on" : "unmounted: needs no recovery any more");
        }
        return "superblock" + (changes.isEmpty() ? "" : ": " + String.join(", ", changes));
    }
}
