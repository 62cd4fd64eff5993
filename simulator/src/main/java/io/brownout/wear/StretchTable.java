package io.brownout.wear;

import io.brownout.filesystem.SectorOwner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stretches of writes with their owners, which may become known later; in arrays, since there are hundreds of thousands. */
final class StretchTable {
    private static final int NONE = -1;

    private final List<SectorOwner> owners = new ArrayList<>();
    private final Map<SectorOwner, Integer> ownerNumbers = new HashMap<>();
    private final List<String> partitions = new ArrayList<>();
    private final Map<String, Integer> partitionNumbers = new HashMap<>();
    private final Map<Long, Integer> waiting = new HashMap<>();
    private int[] records = new int[1024];
    private long[] sectors = new long[1024];
    private int[] lengths = new int[1024];
    private int[] ownerOf = new int[1024];
    private int[] partitionOf = new int[1024];
    private int[] nextWaiting = new int[1024];
    private int size;

    int size() {
        return size;
    }

    /** Adds a stretch; returns its number. */
    int add(long record, String partition, SectorOwner owner, long sector, int count) {
        if (size == records.length) {
            grow();
        }
        records[size] = Math.toIntExact(record);
        sectors[size] = sector;
        lengths[size] = count;
        ownerOf[size] = number(owners, ownerNumbers, owner);
        partitionOf[size] = number(partitions, partitionNumbers, partition);
        return size++;
    }

    private void grow() {
        int length = size * 2;
        records = Arrays.copyOf(records, length);
        sectors = Arrays.copyOf(sectors, length);
        lengths = Arrays.copyOf(lengths, length);
        ownerOf = Arrays.copyOf(ownerOf, length);
        partitionOf = Arrays.copyOf(partitionOf, length);
        nextWaiting = Arrays.copyOf(nextWaiting, length);
    }

    private static <T> int number(List<T> values, Map<T, Integer> numbers, T value) {
        return numbers.computeIfAbsent(value, absent -> {
            values.add(absent);
            return values.size() - 1;
        });
    }

    /** Lets the stretch wait for an owner that a place will get. */
    void await(int stretch, long place) {
        Integer before = waiting.put(place, stretch);
        nextWaiting[stretch] = before == null ? NONE : before;
    }

    /** Gives an owner to every stretch that waits for a place to get one. */
    void settle(long place, SectorOwner owner) {
        Integer first = waiting.remove(place);
        int number = number(owners, ownerNumbers, owner);
        for (int at = first == null ? NONE : first; at != NONE; at = nextWaiting[at]) {
            ownerOf[at] = number;
        }
    }

    /** Lets no stretch wait any longer. */
    void giveUp() {
        waiting.clear();
    }

    int record(int stretch) {
        return records[stretch];
    }

    long sector(int stretch) {
        return sectors[stretch];
    }

    SectorOwner owner(int stretch) {
        return owners.get(ownerOf[stretch]);
    }

    String partition(int stretch) {
        return partitions.get(partitionOf[stretch]);
    }

    /** Says whether a stretch goes on where the one before it ends: same write, same owner, next sector. */
    boolean goesOn(int stretch) {
        int before = stretch - 1;
        return before >= 0
                && records[before] == records[stretch]
                && ownerOf[before] == ownerOf[stretch]
                && partitionOf[before] == partitionOf[stretch]
                && sectors[before] + lengths[before] == sectors[stretch];
    }

    /** Returns how many sectors a stretch has together with those that go on behind it. */
    long sectorsFrom(int stretch) {
        long sum = lengths[stretch];
        for (int at = stretch + 1; at < size && goesOn(at); at++) {
            sum += lengths[at];
        }
        return sum;
    }

    /** Returns the first stretch of a record, or where it would be. */
    int firstOf(long record) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records[middle] < record) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
