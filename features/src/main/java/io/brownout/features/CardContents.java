package io.brownout.features;

import io.brownout.card.Card;
import io.brownout.filesystem.Ext4Entry;
import io.brownout.filesystem.Ext4Volume;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.SectorView;
import java.util.List;
import java.util.Optional;

/**
 * What lies on a card that is in no board, read without a copy of it and with the journal of each ext4 replayed in memory, as Linux would see it.
 *
 * @param card must have no power while it is read
 */
record CardContents(Card card) {
    /** Reads a file of an ext4 partition whole; empty if there is none. */
    Optional<byte[]> file(String label, String path) {
        return ext4(label).read(path);
    }

    /** Says whether there is something at a path of an ext4 partition. */
    boolean exists(String label, String path) {
        return ext4(label).entry(path).isPresent();
    }

    /** Names what lies in a folder of an ext4 partition; nothing if there is no such folder. */
    List<String> names(String label, String folder) {
        return ext4(label).list(folder).orElse(List.of()).stream()
                .map(Ext4Entry::name)
                .toList();
    }

    /** Returns how many sectors of its partition an ext4 file system takes. */
    long sectorsOfExt4(String label) {
        Ext4Volume volume = ext4(label);
        return volume.blockCount() * volume.blockBytes() / SectorView.SECTOR_BYTES;
    }

    /** Opens the boot partition. */
    FatVolume boot() {
        return FatVolume.open(card.view(), card.partition(PartitionRole.BOOT));
    }

    Partition partition(String label) {
        return card.partition(label);
    }

    private Ext4Volume ext4(String label) {
        return Ext4Volume.open(card.view(), partition(label)).replayed();
    }
}
