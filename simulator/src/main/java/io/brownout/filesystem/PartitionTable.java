package io.brownout.filesystem;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the master boot record of a card and the chain of its extended partition (the format: en.wikipedia.org/wiki/Master_boot_record, and Extended_boot_record for the chain). */
public final class PartitionTable {
    private static final int ENTRIES = 446;
    private static final int ENTRY_BYTES = 16;
    private static final int SIGNATURE = 510;
    static final Set<Integer> EXTENDED = Set.of(0x05, 0x0f, 0x85);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private record Entry(int number, int type, boolean active, long first, long sectors) {
        boolean isUsed() {
            return type != 0 && sectors != 0;
        }
    }

    private final SectorView card;
    private final List<Entry> entries = new ArrayList<>();

    private PartitionTable(SectorView card) {
        this.card = card;
    }

    /** Says whether the first sector is a master boot record with at least one partition. */
    public static boolean isThere(SectorView card) {
        return !entries(card).isEmpty();
    }

    /** Returns the partitions in the order of their numbers, the extended one included; empty if there is no table. A chain that leads astray ends where it does. */
    public static List<Partition> read(SectorView card) {
        return entries(card).stream()
                .map(entry -> new Partition(
                        entry.number(),
                        entry.type(),
                        entry.active(),
                        entry.first(),
                        entry.sectors(),
                        isExtended(entry) ? "extended" : label(card, entry)))
                .toList();
    }

    /** Returns the partitions as {@link #read} does, but reads the table and nothing else: each is labelled with its number, whatever its file system says. */
    public static List<Partition> readNumbered(SectorView card) {
        return entries(card).stream()
                .map(entry -> new Partition(
                        entry.number(),
                        entry.type(),
                        entry.active(),
                        entry.first(),
                        entry.sectors(),
                        Integer.toString(entry.number())))
                .toList();
    }

    private static List<Entry> entries(SectorView card) {
        PartitionTable table = new PartitionTable(card);
        byte[] sector = card.read(0, 1);
        if (isSigned(sector)) {
            for (int i = 0; i < 4; i++) {
                Entry entry = entry(sector, i, i + 1, 0);
                if (entry.isUsed()) {
                    table.entries.add(entry);
                }
            }
            table.entries.stream()
                    .filter(PartitionTable::isExtended)
                    .findFirst()
                    .ifPresent(table::followChain);
        }
        return table.entries;
    }

    private void followChain(Entry extended) {
        Set<Long> seen = new HashSet<>();
        long at = extended.first();
        while (at > 0 && at < card.sectors() && seen.add(at)) {
            byte[] sector = card.read(at, 1);
            if (!isSigned(sector)) {
                return;
            }
            Entry logical = entry(sector, 0, 5 + seen.size() - 1, at);
            if (logical.isUsed()) {
                entries.add(logical);
            }
            Entry next = entry(sector, 1, 0, extended.first());
            at = next.isUsed() ? next.first() : 0;
        }
    }

    private static boolean isSigned(byte[] sector) {
        return sector[SIGNATURE] == 0x55 && sector[SIGNATURE + 1] == (byte) 0xaa;
    }

    private static boolean isExtended(Entry entry) {
        return EXTENDED.contains(entry.type());
    }

    private static Entry entry(byte[] sector, int index, int number, long relativeTo) {
        int at = ENTRIES + index * ENTRY_BYTES;
        MemorySegment memory = MemorySegment.ofArray(sector);
        return new Entry(
                number,
                Byte.toUnsignedInt(sector[at + 4]),
                sector[at] == (byte) 0x80,
                relativeTo + Integer.toUnsignedLong(memory.get(INT, at + 8)),
                Integer.toUnsignedLong(memory.get(INT, at + 12)));
    }

    private static String label(SectorView card, Entry entry) {
        return FileSystemLabel.read(card, entry.first(), entry.sectors()).orElse(Partition.labelOfNone(entry.number()));
    }
}
