package io.brownout.explorer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Which cut points leave the same as far as somebody can see who reads files: those about which the readings on the test machine found out the same. That two alike states become the same device is a presumption, unlike what {@link Exploration} proves from
 * sectors, and is audited by running some of them. Immutable.
 */
public final class Likeness {
    /** No two points are alike. */
    public static final Likeness NONE = new Likeness(List.of(), List.of(), List.of(), new int[0]);

    private final List<BitSet> kinds;
    private final List<Integer> urgencies;
    private final List<String> digests;
    private final int[] kindOf;

    /**
     * Something that was found out about all of the points, or about some that follow one another.
     *
     * @param result of the reading; a point that it knows nothing about is like none
     * @param urgency how much a result looks like trouble: 0 for not at all
     */
    public record Aspect<R>(ExplorationResult<R> result, ToIntFunction<R> urgency) {}

    private Likeness(List<BitSet> kinds, List<Integer> urgencies, List<String> digests, int[] kindOf) {
        this.kinds = kinds;
        this.urgencies = urgencies;
        this.digests = digests;
        this.kindOf = kindOf;
    }

    /** Calls those points alike that are in classes with equal results in every aspect. */
    public static Likeness of(CutPoints points, List<Aspect<?>> aspects) {
        List<List<Object>> seen = new ArrayList<>(points.count());
        for (int point = 0; point < points.count(); point++) {
            seen.add(new ArrayList<>(aspects.size()));
        }
        int[] urgency = new int[points.count()];
        aspects.forEach(aspect -> add(points, aspect, seen, urgency));
        Map<List<Object>, Integer> numbers = new HashMap<>();
        List<BitSet> kinds = new ArrayList<>();
        List<Integer> urgencies = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        ResultDigests results = new ResultDigests();
        int[] kindOf = new int[points.count()];
        for (int point = 0; point < kindOf.length; point++) {
            int ofThis = urgency[point];
            kindOf[point] = numbers.computeIfAbsent(seen.get(point), it -> {
                kinds.add(new BitSet());
                urgencies.add(ofThis);
                digests.add(results.of(it));
                return kinds.size() - 1;
            });
            kinds.get(kindOf[point]).set(point);
        }
        return new Likeness(kinds, urgencies, digests, kindOf);
    }

    private static <R> void add(CutPoints points, Aspect<R> aspect, List<List<Object>> seen, int[] urgency) {
        int shift = Math.toIntExact(aspect.result().points().first() - points.first());
        for (CutClass<R> found : aspect.result().classes()) {
            int more = aspect.urgency().applyAsInt(found.result());
            found.points().stream().forEach(point -> {
                seen.get(shift + point).add(found.result());
                urgency[shift + point] += more;
            });
        }
        aspect.result().open().stream().forEach(point -> seen.get(shift + point).add(new Object()));
    }

    /** Says how much what a point leaves looks like trouble. */
    public int urgency(int point) {
        return kindOf.length == 0 ? 0 : urgencies.get(kindOf[point]);
    }

    /** Says how many kinds of points there are. */
    public int kinds() {
        return kinds.size();
    }

    /** Returns a digest of all that was found out about a point: the same wherever the same was found out about the same aspects, in this recording or in another. Not for {@link #NONE}. */
    public String digest(int point) {
        return digests.get(kindOf[point]);
    }

    /** Returns the number of a point's kind, from 0. */
    public int kind(int point) {
        return kindOf.length == 0 ? point : kindOf[point];
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
