package io.brownout.card;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a card and the sectors that say so, so that a write that changes them is noticed.
 *
 * @param tableSectors those read to find the partitions; labels are not among them
 */
record CardLayout(List<Partition> partitions, BitSet tableSectors) {
    static CardLayout read(SectorView card) {
        List<Partition> partitions = PartitionTable.read(card);
        BitSet sectors = new BitSet();
        PartitionTable.isThere(new Footprint(card, sectors)); // Reads the table and nothing else.
        return new CardLayout(partitions, sectors);
    }

    /** Says whether a write may change where partitions lie. */
    boolean isChangedBy(long sector, long count) {
        int next = sector > Integer.MAX_VALUE ? -1 : tableSectors.nextSetBit((int) sector);
        return next >= 0 && next < sector + count;
    }

    /** Returns the partition that a sector lies in; the extended one is none. */
    Optional<Partition> at(long sector) {
        for (Partition partition : partitions) {
            if (partition.contains(sector) && !isExtended(partition)) {
                return Optional.of(partition);
            }
        }
        return Optional.empty();
    }

    /** Returns the label of the partition that a sector lies in. */
    String labelAt(long sector) {
        return at(sector).map(Partition::label).orElse(Partition.GAP);
    }

    Optional<Partition> labelled(String label) {
        return partitions.stream().filter(it -> it.label().equals(label)).findFirst();
    }

    boolean isExtended(Partition partition) {
        return PartitionTable.EXTENDED.contains(partition.type());
    }
}
