package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A FAT12, FAT16 or FAT32 file system on a card, read as firmware does: the first table, the directory, the cluster chain. Read-only, and never led out of its partition by what it reads.
 *
 * <p>Every call reads the card anew. Paths are separated by {@code /}; names compare without regard to case, long or short. Every method may throw {@link FatDamagedException}.
 */
public final class FatVolume {
    private final SectorView card;
    private final Partition partition;
    private final byte[] bootSector;
    private final FatGeometry geometry;

    private FatVolume(SectorView card, Partition partition, byte[] bootSector, FatGeometry geometry) {
        this.card = card;
        this.partition = partition;
        this.bootSector = bootSector;
        this.geometry = geometry;
    }

    /** Opens the file system of a partition: reads its boot sector. */
    public static FatVolume open(SectorView card, Partition partition) {
        if (partition.firstSector() < 0 || partition.sectors() < 1 || partition.endSector() > card.sectors()) {
            throw new FatDamagedException("the partition %s, sectors %d to %d, does not lie on the card of %d"
                    .formatted(partition.label(), partition.firstSector(), partition.endSector() - 1, card.sectors()));
        }
        byte[] bootSector = card.read(partition.firstSector(), 1);
        try {
            return new FatVolume(card, partition, bootSector, FatGeometry.parse(bootSector, partition.sectors()));
        } catch (FatDamagedException e) {
            throw new FatDamagedException(
                    "partition %s is no readable FAT file system: %s".formatted(partition.label(), e.what()));
        }
    }

    FatGeometry geometry() {
        return geometry;
    }

    /** Returns the entries of a directory that was found before; of the root directory without one. */
    List<FatEntry> entries(String path, Optional<FatEntry> directory) {
        return directory(path, directory).entries();
    }

    /** Says how wide the entries of its table are: 12, 16 or 32 bits. */
    public int bits() {
        return geometry.bits();
    }

    /** Returns its label: the one in the root directory, else the one in the boot sector. */
    public Optional<String> label() {
        return directory("/", Optional.empty()).label().or(this::labelOfBootSector);
    }

    private Optional<String> labelOfBootSector() {
        boolean is32 = geometry.bits() == 32;
        boolean hasLabel = bootSector[is32 ? 66 : 38] == 0x29; // "BS_BootSig": the extended fields are there.
        return hasLabel ? FileSystemLabel.fatText(bootSector, is32 ? 71 : 43) : Optional.empty();
    }

    /** Returns what a directory holds, in the order it is stored, without {@code .} and {@code ..}; empty if there is no such directory. */
    public Optional<List<FatEntry>> list(String directory) {
        List<String> names = names(directory);
        if (names.isEmpty()) {
            return Optional.of(directory("/", Optional.empty()).entries());
        }
        return entry(directory)
                .filter(FatEntry::isDirectory)
                .map(found -> directory(directory, Optional.of(found)).entries().stream()
                        .filter(it -> !it.name().equals(".") && !it.name().equals(".."))
                        .toList());
    }

    /** Finds a file or a directory. */
    public Optional<FatEntry> entry(String path) {
        Optional<FatEntry> found = Optional.empty();
        String walked = "/";
        for (String name : names(path)) {
            if (!walked.equals("/") && (found.isEmpty() || !found.get().isDirectory())) {
                return Optional.empty();
            }
            found = directory(walked, found).entries().stream()
                    .filter(it -> it.isNamed(name))
                    .findFirst();
            walked = walked.equals("/") ? "/" + name : walked + "/" + name;
        }
        return found;
    }

    private static List<String> names(String path) {
        return java.util.Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Reads a file; empty if there is none of that path, or it is a directory. */
    public Optional<byte[]> read(String path) {
        return entry(path).filter(it -> !it.isDirectory()).map(file -> content(path, file));
    }

    private byte[] content(String path, FatEntry file) {
        if (file.size() > geometry.clusters() * geometry.clusterBytes() || file.size() > Integer.MAX_VALUE - 8) {
            throw damaged("the directory says that %s has %d bytes, more than there is room for"
                    .formatted(path, file.size()));
        }
        byte[] content = new byte[(int) file.size()];
        if (content.length == 0) {
            return content;
        }
        long needed = Math.ceilDiv(file.size(), geometry.clusterBytes());
        int done = 0;
        for (FatTable.Run run : chain(file.firstCluster(), needed, path)) {
            int bytes = (int) Math.min((long) run.clusters() * geometry.clusterBytes(), content.length - done);
            int sectors = Math.ceilDiv(bytes, SECTOR_BYTES);
            byte[] read = card.read(partition.firstSector() + geometry.sectorOf(run.cluster()), sectors);
            System.arraycopy(read, 0, content, done, bytes);
            done += bytes;
        }
        if (done < content.length) {
            throw damaged("the cluster chain of %s ends after %d bytes, the directory says that it has %d"
                    .formatted(path, done, content.length));
        }
        return content;
    }

    private FatDirectory directory(String path, Optional<FatEntry> entry) {
        FatDirectory directory = new FatDirectory();
        long cluster = entry.map(FatEntry::firstCluster).orElse(geometry.rootCluster());
        if (entry.isEmpty() && geometry.bits() != 32) {
            addSectors(directory, partition.firstSector() + geometry.rootSector(), geometry.rootSectors());
            return directory;
        }
        guarded(() -> table().walk(cluster, path, at -> {
            long sector = partition.firstSector() + geometry.sectorOf(at);
            return addSectors(directory, sector, geometry.clusterSectors());
        }));
        return directory;
    }

    private boolean addSectors(FatDirectory directory, long first, int count) {
        for (int i = 0; i < count; i++) {
            if (!directory.add(card.read(first + i, 1), first + i)) {
                return false;
            }
        }
        return true;
    }

    private List<FatTable.Run> chain(long first, long needed, String path) {
        List<FatTable.Run> runs = new ArrayList<>();
        guarded(() -> runs.addAll(table().chain(first, needed, path)));
        return runs;
    }

    private FatTable table() {
        return new FatTable(card, partition.firstSector(), geometry);
    }

    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (FatDamagedException e) {
            throw damaged(e.what());
        }
    }

    private FatDamagedException damaged(String what) {
        return new FatDamagedException(
                "the FAT file system of partition %s is damaged: %s".formatted(partition.label(), what));
    }
}
