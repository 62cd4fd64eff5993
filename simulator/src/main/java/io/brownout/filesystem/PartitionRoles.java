package io.brownout.filesystem;

import static io.brownout.filesystem.PartitionRole.BOOT;
import static io.brownout.filesystem.PartitionRole.DATA;
import static io.brownout.filesystem.PartitionRole.ROOT_A;
import static io.brownout.filesystem.PartitionRole.ROOT_B;
import static io.brownout.filesystem.PartitionRole.STATE;

import io.brownout.board.UsageException;
import java.util.List;
import java.util.Map;

/**
 * Which partition of a card has which role. A partition is known by its number: its label is its maker's choice, and gone while its file system is made anew.
 *
 * @param numbers of partitions, from 1; logical ones count from 5
 */
public record PartitionRoles(Map<PartitionRole, Integer> numbers) {
    /** Those of a card whose maker does not say: as ResinOS lays its cards out. */
    public static final PartitionRoles USUAL =
            new PartitionRoles(Map.of(BOOT, 1, ROOT_A, 2, ROOT_B, 3, STATE, 5, DATA, 6));

    /** Copies the numbers. */
    public PartitionRoles {
        numbers = Map.copyOf(numbers);
    }

    /**
     * Returns the partition that has a role on a card.
     *
     * @throws UsageException if its image has none for it, or its table has it no more
     */
    public Partition find(PartitionRole role, SectorView card) {
        return find(role, PartitionTable.read(card));
    }

    /** Does the same with partitions that have been read. */
    public Partition find(PartitionRole role, List<Partition> partitions) {
        Integer number = numbers.get(role);
        return partitions.stream()
                .filter(it -> number != null && it.number() == number)
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "expected a partition for %s on the card, number %s of its image's %s; found %s"
                                .formatted(role, number, numbers, partitions)));
    }
}
