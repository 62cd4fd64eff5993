package io.brownout.wear;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.RequestKind;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.SectorOwner;
import io.brownout.filesystem.SectorOwner.Kind;
import io.brownout.filesystem.SectorView;
import io.brownout.filesystem.VolumeOwners;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The one pass over a journal that finds the owner of every written sector: reads file systems while they are written, and lets content wait until metadata claims it. */
final class WriteAttribution {
    private static final SectorOwner NOT_COMMITTED =
            new SectorOwner(Kind.JOURNAL, "", "of a transaction that was not committed");

    private static final int LONGEST = 400;

    private final JournalReplay card;
    private final StretchTable table;
    private final Map<Long, String> meanings;
    private final Map<Long, VolumeOwners> volumes = new HashMap<>();
    private PartitionLayout layout;
    private boolean layoutOutdated;

    /** A part of a write within one unit of a file system, which may change what others are for. */
    private record Part(VolumeOwners volume, long sector, int sectors) {}

    private WriteAttribution(JournalReplay card, StretchTable table, Map<Long, String> meanings) {
        this.card = card;
        this.table = table;
        this.meanings = meanings;
        this.layout = PartitionLayout.read(card);
    }

    /** Goes through the records of a journal as far as it reaches now; puts what was found into the table, and what can be said in words into the map, by the number of the record. */
    static void run(CardJournal journal, SectorView began, StretchTable table, Map<Long, String> meanings) {
        WriteAttribution pass = new WriteAttribution(new JournalReplay(journal, began), table, meanings);
        for (CardRequest request : journal) {
            pass.take(request);
        }
    }

    private void take(CardRequest request) {
        if (request.kind() == RequestKind.POWER_LOST) {
            volumes.values().forEach(VolumeOwners::powerLost);
            table.giveUp();
        } else if (request.kind().isWrite()) {
            write(request);
        } else if (request.kind().changesCard()) {
            card.apply(request); // On a PC, or by the loss of power: nobody's write, but what is known may be no more.
            layoutOutdated |= layout.isChangedBy(request.sector(), request.sectors());
            layout.at(request.sector()).ifPresent(partition -> volumes.remove(partition.firstSector()));
        }
    }

    private void write(CardRequest request) {
        if (layoutOutdated) {
            readLayout();
        }
        List<Part> parts = new ArrayList<>();
        long end = Math.min(request.sector() + request.sectors(), card.sectors());
        for (long at = request.sector(); at < end; ) {
            Optional<Partition> partition = layout.at(at);
            at = partition.isPresent()
                    ? inPartition(
                            request,
                            volume(partition.get()),
                            at,
                            Math.min(end, partition.get().endSector()),
                            parts)
                    : outside(request, at, end);
        }
        List<byte[]> before = contents(parts);
        card.apply(request);
        interpret(request, parts, before);
        if (layout.isChangedBy(request.sector(), request.sectors())) {
            readLayout();
        }
    }

    private void readLayout() {
        layout = PartitionLayout.read(card).orLabelledAs(layout.partitions());
        volumes.values().removeIf(volume -> !layout.partitions().contains(volume.partition()));
        layoutOutdated = false;
    }

    private VolumeOwners volume(Partition partition) {
        return volumes.computeIfAbsent(partition.firstSector(), absent -> VolumeOwners.read(card, partition));
    }

    /** Takes what lies between partitions up to the next of them; returns where that begins. */
    private long outside(CardRequest request, long from, long end) {
        boolean isTable = layout.tableSectors().get((int) from);
        long to = from + 1;
        while (to < end && layout.at(to).isEmpty() && layout.tableSectors().get((int) to) == isTable) {
            to++;
        }
        SectorOwner owner = SectorOwner.of(isTable ? Kind.PARTITION_TABLE : Kind.UNUSED);
        table.add(request.number(), Partition.GAP, owner, from, Math.toIntExact(to - from));
        return to;
    }

    private long inPartition(CardRequest request, VolumeOwners volume, long from, long end, List<Part> parts) {
        for (long at = from; at < end; ) {
            int sectors = Math.toIntExact(Math.min(end, volume.unitEnd(at)) - at);
            attribute(request, volume, at, sectors);
            if (volume.interprets(at)) {
                parts.add(new Part(volume, at, sectors));
            }
            at += sectors;
        }
        return end;
    }

    private void attribute(CardRequest request, VolumeOwners volume, long sector, int sectors) {
        SectorOwner owner = volume.ownerOf(sector);
        boolean isJournal = owner.kind() == Kind.JOURNAL && owner.detail().isEmpty();
        boolean isGivenBack = owner.kind() == Kind.UNUSED
                && request.kind() == RequestKind.TRIM
                && !owner.path().isEmpty();
        SectorOwner first = isJournal
                ? NOT_COMMITTED
                : isGivenBack ? new SectorOwner(Kind.FILE_DATA, owner.path(), "given back once deleted") : owner;
        int stretch = table.add(request.number(), volume.partition().label(), first, sector, sectors);
        if (isJournal || (owner.kind() == Kind.UNUSED && request.kind() != RequestKind.TRIM)) {
            table.await(stretch, volume.unitEnd(sector));
        }
    }

    private List<byte[]> contents(List<Part> parts) {
        return parts.stream()
                .map(part -> card.read(part.sector(), part.sectors()))
                .toList();
    }

    private void interpret(CardRequest request, List<Part> parts, List<byte[]> before) {
        StringJoiner words = new StringJoiner("; ");
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Said said = new Said(part.volume(), words);
            part.volume().landed(part.sector(), before.get(i), card.read(part.sector(), part.sectors()), said);
            said.settle();
            if (part.volume().isOutdated()) {
                volumes.remove(part.volume().partition().firstSector());
                layoutOutdated = true; // Another file system may have another label.
            }
        }
        if (words.length() > 0) {
            meanings.put(request.number(), words.toString());
        }
    }

    /** What the file systems say to one write. */
    private final class Said implements VolumeOwners.Listener {
        private final VolumeOwners volume;
        private final StringJoiner words;
        private final List<Long> claimed = new ArrayList<>();

        Said(VolumeOwners volume, StringJoiner words) {
            this.volume = volume;
            this.words = words;
        }

        @Override
        public void claimed(long sector, long sectors) {
            for (long at = sector; at < sector + sectors; at = volume.unitEnd(at)) {
                claimed.add(at);
            }
        }

        @Override
        public void carried(long sector, long sectors, SectorOwner owner) {
            table.settle(sector + sectors, owner);
        }

        @Override
        public void meant(String meaning) {
            if (!meaning.isEmpty() && words.length() < LONGEST) {
                words.add(meaning);
            }
        }

        /** Names of what was claimed are known once the whole write has been taken in. */
        void settle() {
            for (long sector : claimed) {
                table.settle(volume.unitEnd(sector), volume.ownerOf(sector));
            }
            claimed.clear();
        }
    }
}
