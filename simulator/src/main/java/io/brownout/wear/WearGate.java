package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.ModelWear;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that can be asked of what a device writes: {@code 500MB/day} at most, {@code 5 years} at least and in the worst case, {@code 20 erases/day} of one unit at most and in the worst case.
 *
 * @param text as it was asked
 */
public record WearGate(String text, Kind kind, double limit) {
    /** What is compared with the limit. */
    public enum Kind {
        /** Bytes that the device writes a day. */
        BYTES_PER_DAY,
        /** Years until the card is worn out, if its wear is not levelled, under the model that is hardest on it. */
        YEARS,
        /** Erases a day of the unit that is erased most often, under the model that is hardest on it. */
        ERASES_PER_DAY
    }

    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?(?:([kMG]i?B)/day|(years?)|(erases?)/day)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Double> BYTES =
            Map.of("kb", 1e3, "mb", 1e6, "gb", 1e9, "kib", 1024.0, "mib", 1024.0 * 1024, "gib", 1024.0 * 1024 * 1024);

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
            return new WearGate(
                    text,
                    Kind.BYTES_PER_DAY,
                    number * BYTES.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 1.0));
        }
        return new WearGate(text, matcher.group(3) != null ? Kind.YEARS : Kind.ERASES_PER_DAY, number);
    }

    /** Compares. */
    public Gate judge(WearReport report) {
        return switch (kind) {
            case BYTES_PER_DAY ->
                new Gate(
                        text,
                        String.format(Locale.ROOT, "%.4gMB/day", report.hostBytesPerDay() / 1e6),
                        report.hostBytesPerDay() <= limit);
            case YEARS ->
                new Gate(text, WearReport.rounded(report.fewestYears()) + " years", report.fewestYears() >= limit);
            case ERASES_PER_DAY -> {
                double hottest = report.models().stream()
                        .mapToDouble(ModelWear::hottestUnitErases)
                        .max()
                        .orElse(0);
                yield new Gate(text, String.format(Locale.ROOT, "%.3g erases/day", hottest), hottest <= limit);
            }
        };
    }
}
