package io.brownout.explorer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which cut points leave the same as far as somebody can see who reads files: those about which the readings on the test machine found out the same. That two alike states become the same device is a presumption, unlike what {@link Exploration} proves from
 * sectors, and is audited by running some of them. Immutable.
 */
public final class Likeness {
    /** No two points are alike. */
    public static final Likeness NONE = new Likeness(List.of(), new int[0]);

    private final List<BitSet> kinds;
    private final int[] kindOf;

    private Likeness(List<BitSet> kinds, int[] kindOf) {
        this.kinds = kinds;
        this.kindOf = kindOf;
    }

    /**
     * Calls those points alike that are in classes with equal results in every one of these.
     *
     * @param points all of the points
     * @param readings each of all points or of some that follow one another; a point that one knows nothing about is like none
     */
    public static Likeness of(CutPoints points, List<? extends ExplorationResult<?>> readings) {
        List<Object>[] seen = seen(points.count());
        for (ExplorationResult<?> reading : readings) {
            int shift = Math.toIntExact(reading.points().first() - points.first());
            for (CutClass<?> found : reading.classes()) {
                found.points().stream().forEach(point -> seen[shift + point].add(found.result()));
            }
            reading.open().stream().forEach(point -> seen[shift + point].add(new Object()));
        }
        Map<List<Object>, Integer> numbers = new HashMap<>();
        List<BitSet> kinds = new ArrayList<>();
        int[] kindOf = new int[points.count()];
        for (int point = 0; point < kindOf.length; point++) {
            kindOf[point] = numbers.computeIfAbsent(seen[point], it -> {
                kinds.add(new BitSet());
                return kinds.size() - 1;
            });
            kinds.get(kindOf[point]).set(point);
        }
        return new Likeness(kinds, kindOf);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays of generic lists.
    private static List<Object>[] seen(int count) {
        List[] seen = new List[count];
        for (int point = 0; point < count; point++) {
            seen[point] = new ArrayList<>(8);
        }
        return seen;
    }

    /** Says how many kinds of points there are. */
    public int kinds() {
        return kinds.size();
    }

    /** Returns the points that are like one, itself among them. */
    public BitSet like(int point) {
        if (kindOf.length == 0) {
            BitSet alone = new BitSet();
            alone.set(point);
            return alone;
        }
        return (BitSet) kinds.get(kindOf[point]).clone();
    }

    /** Returns a part of all points such that alike ones stay together: parts 0 to {@code parts} - 1 have every point once. */
    public BitSet part(int part, int parts, int points) {
        BitSet chosen = new BitSet();
        if (kindOf.length == 0) {
            chosen.set((int) ((long) points * part / parts), (int) ((long) points * (part + 1) / parts));
            return chosen;
        }
        for (int kind = part; kind < kinds.size(); kind += parts) {
            chosen.or(kinds.get(kind));
        }
        return chosen;
    }
}
