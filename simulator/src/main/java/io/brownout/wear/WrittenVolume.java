package io.brownout.wear;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.WearReport.WrittenFile;
import io.brownout.filesystem.SectorOwner.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up whose the written bytes were. Not safe for threads. */
final class WrittenVolume {
    private static final int TOP = 20;

    private final SortedMap<String, Long> byPartition = new TreeMap<>();
    private final SortedMap<String, Long> byKind = new TreeMap<>();
    private final Map<Named, Long> files = new HashMap<>();
    private final Map<Integer, Map<String, Long>> contents = new HashMap<>();
    private final int unitSectors;
    private long bytes;

    private record Named(String partition, String path) {}

    /**
     * Creates an empty account.
     *
     * @param unitSectors of what on the card to say what most of it was written for
     */
    WrittenVolume(int unitSectors) {
        this.unitSectors = unitSectors;
    }

    void add(WrittenStretch stretch) {
        long length = stretch.sectors() * SECTOR_BYTES;
        Kind kind = stretch.owner().kind();
        String path = stretch.owner().path();
        bytes += length;
        byPartition.merge(stretch.partition(), length, Long::sum);
        byKind.merge(kind.words(), length, Long::sum);
        if (kind == Kind.FILE_DATA && !path.isEmpty()) {
            files.merge(new Named(stretch.partition(), path), length, Long::sum);
        }
        String content = "%s: %s".formatted(stretch.partition(), path.isEmpty() ? kind.words() : path);
        int last = (int) ((stretch.sector() + stretch.sectors() - 1) / unitSectors);
        for (int unit = (int) (stretch.sector() / unitSectors); unit <= last; unit++) {
            contents.computeIfAbsent(unit, _ -> new HashMap<>()).merge(content, length, Long::sum);
        }
    }

    long bytes() {
        return bytes;
    }

    SortedMap<String, Long> byPartition() {
        return byPartition;
    }

    SortedMap<String, Long> byKind() {
        return byKind;
    }

    List<WrittenFile> topFiles() {
        return files.entrySet().stream()
                .map(it -> new WrittenFile(it.getKey().partition(), it.getKey().path(), it.getValue()))
                .sorted(Comparator.comparingLong(WrittenFile::bytes)
                        .reversed()
                        .thenComparing(WrittenFile::partition)
                        .thenComparing(WrittenFile::path))
                .limit(TOP)
                .toList();
    }

    /** Says what most of a unit was written for. */
    String contentOf(int unit) {
        return contents.getOrDefault(unit, Map.of()).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
