package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that can be asked of what a device writes: {@code 500MB/day} at most, {@code 5 years} at least and in the worst case, {@code 20 erases/day} of one unit at most and in the worst case.
 */
public final class WearGate {
    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?(?:([kMG]i?B)/day|(years?)|(erases?)/day)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Double> BYTES =
            Map.of("kb", 1e3, "mb", 1e6, "gb", 1e9, "kib", 1024.0, "mib", 1024.0 * 1024, "gib", 1024.0 * 1024 * 1024);

    private final String text;
    private final WearMeasure measure;
    private final double limit;

    private WearGate(String text, WearMeasure measure, double limit) {
        this.text = text;
        this.measure = measure;
        this.limit = limit;
    }

    /**
     * Reads one as it is typed.
     *
     * @throws UsageException if it cannot be read, with what can
     */
    public static WearGate parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UsageException("the gate %s cannot be read; expected one like 500MB/day, 5 years or 20 erases/day"
                    .formatted(text));
        }
        double number = Double.parseDouble(matcher.group(1));
        if (matcher.group(2) != null) {
            double bytes = number * BYTES.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 1.0);
            return new WearGate(text, WearMeasure.BYTES_PER_DAY, bytes);
        }
        return new WearGate(text, matcher.group(3) != null ? WearMeasure.YEARS : WearMeasure.ERASES_PER_DAY, number);
    }

    /** Compares. */
    public Gate judge(WearReport report) {
        double seen = measure.of(report);
        return new Gate(text, measure.words(seen), measure.isKept(seen, limit));
    }
}
