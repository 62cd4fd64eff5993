package io.brownout.card;

import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What boards have written to a card, by partition label; what lies outside of every partition is {@link Partition#GAP}. Changes made on a PC do not count.
 *
 * @param bytes written, trimmed and zeroed
 * @param writes how many requests that took
 */
public record CardUsage(Map<String, Long> bytes, Map<String, Long> writes) {
    /** Copies the maps and sorts them. */
    public CardUsage {
        bytes = java.util.Collections.unmodifiableMap(new TreeMap<>(bytes));
        writes = java.util.Collections.unmodifiableMap(new TreeMap<>(writes));
    }

    /** Counts the records of a journal from one on, by the partitions as they are now. A request that spans two counts for the one it begins in. */
    static CardUsage count(CardJournal journal, long from, PartitionLayout layout) {
        Map<String, Long> bytes = new HashMap<>();
        Map<String, Long> writes = new HashMap<>();
        journal.requests(from).filter(request -> request.kind().isWrite()).forEach(request -> {
            String label = layout.labelAt(request.sector());
            bytes.merge(label, request.length(), Long::sum);
            writes.merge(label, 1L, Long::sum);
        });
        return new CardUsage(bytes, writes);
    }

    /** Returns what has come since an earlier moment, which serves as the mark. */
    public CardUsage since(CardUsage mark) {
        return new CardUsage(minus(bytes, mark.bytes), minus(writes, mark.writes));
    }

    private static Map<String, Long> minus(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> left = new HashMap<>();
        now.forEach((label, count) -> left.put(label, count - before.getOrDefault(label, 0L)));
        left.values().removeIf(count -> count == 0);
        return left;
    }

    /** Returns the bytes written to one partition. */
    public long bytesOf(String label) {
        return bytes.getOrDefault(label, 0L);
    }

    /** Returns the bytes written to the whole card. */
    public long totalBytes() {
        return sum(bytes);
    }

    /** Returns the writes to the whole card. */
    public long totalWrites() {
        return sum(writes);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
