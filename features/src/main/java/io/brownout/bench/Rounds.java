package io.brownout.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The values of several contenders, taken in turns: one value of each is one round, so that a load which comes and goes meets all of them, and only values of one round are compared with each other. */
final class Rounds {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    /** Takes a value of a contender. */
    void add(String contender, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("%s measured %s, expected more than 0".formatted(contender, value));
        }
        values.computeIfAbsent(contender, _ -> new ArrayList<>()).add(value);
    }

    double median(String contender) {
        return Interval.median(of(contender));
    }

    /** Compares two contenders by a value of which more is better. */
    Comparison compare(String what, String ours, String peer, String unit, double goal) {
        List<Double> our = of(ours);
        List<Double> their = of(peer);
        if (our.size() != their.size()) {
            throw new IllegalStateException(
                    "%d rounds of %s, but %d of %s".formatted(our.size(), ours, their.size(), peer));
        }
        Interval ratio = Interval.of(IntStream.range(0, our.size())
                .mapToObj(round -> our.get(round) / their.get(round))
                .toList());
        return new Comparison(
                what,
                ours,
                median(ours),
                peer,
                median(peer),
                unit,
                ratio.median(),
                ratio.low(),
                ratio.high(),
                ratio.confidence(),
                our.size(),
                goal);
    }

    private List<Double> of(String contender) {
        return values.getOrDefault(contender, List.of());
    }
}
