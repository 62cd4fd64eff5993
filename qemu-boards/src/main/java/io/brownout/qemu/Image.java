package io.brownout.qemu;

import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A card image, ready to be put on a card.
 *
 * @param name as asked for, or the file's path
 * @param digest of the image's bytes: {@code sha256:} and 64 hex digits
 * @param path of the image; never written to
 * @param epoch what a guest's clock is to show at power-on
 * @param boards the models it is made for; empty if it does not say
 * @param partitions in the order of their numbers
 * @param packages Debian packages with their versions; empty if it does not say
 * @param updateBundle the folder of its update bundle, if it has one
 */
public record Image(
        String name,
        String digest,
        Path path,
        Instant epoch,
        List<String> boards,
        List<ImagePartition> partitions,
        Map<String, String> packages,
        Optional<Path> updateBundle) {
    /**
     * A partition of an image; sectors of 512 bytes.
     *
     * @param number from 1, as Linux counts
     * @param role empty if the image does not say
     * @param type for example {@code vfat} or {@code ext4}; of a user's image the MBR's type byte, for example {@code 0x0c}
     */
    public record ImagePartition(
            int number, Optional<PartitionRole> role, String label, String type, long startSector, long sectors) {}

    /** Copies the collections. */
    public Image {
        boards = List.copyOf(boards);
        partitions = List.copyOf(partitions);
        packages = Map.copyOf(packages);
    }

    /** Returns which partition is for what; {@link PartitionRoles#USUAL} if the image does not say. */
    public PartitionRoles roles() {
        Map<PartitionRole, Integer> said = partitions.stream()
                .filter(it -> it.role().isPresent())
                .collect(Collectors.toMap(it -> it.role().orElseThrow(), ImagePartition::number));
        return said.isEmpty() ? PartitionRoles.USUAL : new PartitionRoles(said);
    }
}
