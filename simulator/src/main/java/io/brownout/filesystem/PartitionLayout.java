package io.brownout.filesystem;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a card and the sectors that say so, so that a write that changes them is noticed.
 *
 * @param tableSectors those read to find the partitions; labels are not among them
 */
public record PartitionLayout(List<Partition> partitions, BitSet tableSectors) {
    /** Reads it from the card. */
    public static PartitionLayout read(SectorView card) {
        List<Partition> partitions = PartitionTable.read(card);
        BitSet sectors = new BitSet();
        PartitionTable.isThere(new Footprint(card, sectors)); // Reads the table and nothing else.
        return new PartitionLayout(partitions, sectors);
    }

    /** Returns a layout in which a partition without a label of its own has that of the earlier one at the same place. */
    public PartitionLayout orLabelledAs(List<Partition> earlier) {
        List<Partition> labelled = partitions.stream()
                .map(now -> earlier.stream()
                        .filter(then -> !now.hasLabel() && then.firstSector() == now.firstSector())
                        .findFirst()
                        .map(then -> now.labelled(then.label()))
                        .orElse(now))
                .toList();
        return new PartitionLayout(labelled, tableSectors);
    }

    /** Says whether a write may change where partitions lie. */
    public boolean isChangedBy(long sector, long count) {
        int next = sector > Integer.MAX_VALUE ? -1 : tableSectors.nextSetBit((int) sector);
        return next >= 0 && next < sector + count;
    }

    /** Returns the partition that a sector lies in; the extended one is none. */
    public Optional<Partition> at(long sector) {
        for (Partition partition : partitions) {
            if (partition.contains(sector) && !isExtended(partition)) {
                return Optional.of(partition);
            }
        }
        return Optional.empty();
    }

    /** Returns the label of the partition that a sector lies in. */
    public String labelAt(long sector) {
        return at(sector).map(Partition::label).orElse(Partition.GAP);
    }

    /** Returns the partition with a label. */
    public Optional<Partition> labelled(String label) {
        return partitions.stream().filter(it -> it.label().equals(label)).findFirst();
    }

    /** Says whether a partition only holds logical ones. */
    public boolean isExtended(Partition partition) {
        return PartitionTable.EXTENDED.contains(partition.type());
    }
}
