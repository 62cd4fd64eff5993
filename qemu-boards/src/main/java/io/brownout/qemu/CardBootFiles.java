package io.brownout.qemu;

import io.brownout.filesystem.FatDamagedException;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionTable;
import io.brownout.filesystem.SectorView;
import java.util.Optional;
import java.util.Set;

/** The boot files of a card as it is now: those of its first FAT partition, which is where the Pi's firmware looks (Raspberry Pi documentation, "Boot folder contents"). */
record CardBootFiles(FatVolume volume) implements BootFiles {
    /** FAT12, FAT16 and FAT32 in an MBR, with and without LBA. */
    private static final Set<Integer> FAT_TYPES = Set.of(0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e);

    /** Finds them on what the firmware sees of a card. Reads the partition table and that file system, and nothing else: what is read decides what starts. */
    static CardBootFiles of(SectorView card) throws BoardDarkException {
        Partition partition = PartitionTable.readNumbered(card).stream()
                .filter(it -> FAT_TYPES.contains(it.type()))
                .findFirst()
                .orElseThrow(() -> new BoardDarkException("the card has no FAT partition in its master boot record"));
        try {
            return new CardBootFiles(FatVolume.open(card, partition));
        } catch (FatDamagedException e) {
            throw dark(e);
        }
    }

    @Override
    public Optional<byte[]> read(String name) throws BoardDarkException {
        try {
            return volume.read(name);
        } catch (FatDamagedException e) {
            throw dark(e);
        }
    }

    private static BoardDarkException dark(FatDamagedException e) {
        return new BoardDarkException("the card's first FAT partition cannot be read: " + e.getMessage());
    }
}
