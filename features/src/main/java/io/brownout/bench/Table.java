package io.brownout.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Comparisons as text: lines for a terminal, a table for docs/benchmarks.md. */
public final class Table {
    private Table() {}

    /** Writes one in a line. */
    public static String line(Comparison it) {
        return "%-22s %s: %s of %s, %s%s"
                .formatted(it.name(), it.oursName(), ratio(it), it.peerName(), values(it), standing(it));
    }

    /** Writes them as a table in Markdown. */
    public static List<String> markdown(List<Comparison> comparisons) {
        return Stream.concat(
                        Stream.of(
                                "| what | ours | other | ours, other | ratio (95 % interval) | goal |",
                                "|---|---|---|---|---|---|"),
                        comparisons.stream().map(Table::row))
                .toList();
    }

    private static String row(Comparison it) {
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(it.name(), it.oursName(), it.peerName(), values(it), ratio(it), goal(it));
    }

    private static String values(Comparison it) {
        return "%s and %s %s".formatted(number(it.ours()), number(it.peer()), it.unit());
    }

    private static String ratio(Comparison it) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", it.ratio(), it.low(), it.high());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }

    private static String standing(Comparison it) {
        return it.standing() == Comparison.Standing.TOLD ? "" : "; goal " + goal(it);
    }

    private static String goal(Comparison it) {
        String goal = String.format(Locale.ROOT, "%.2f", it.goal());
        return switch (it.standing()) {
            case TOLD -> "none";
            case MET -> goal + ", met";
            case WITHIN_NOISE -> goal + ", within the noise";
            case MISSED -> goal + ", missed";
        };
    }
}
