package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that can be asked of what a device writes, held against a baseline: {@code +10% bytes/day} and {@code +10% erases/day} at most, {@code -10% years} at least. */
final class WearChangeGate {
    private static final Pattern FORM = Pattern.compile("([+-]\\d+(?:\\.\\d+)?) ?% (bytes/day|years|erases/day)");

    private final String text;
    private final WearMeasure measure;
    private final double percent;

    private WearChangeGate(String text, WearMeasure measure, double percent) {
        this.text = text;
        this.measure = measure;
        this.percent = percent;
    }

    /** Says whether a text means a gate of this kind, readable or not: it begins with a sign. */
    static boolean isOne(String text) {
        return text.strip().startsWith("+") || text.strip().startsWith("-");
    }

    /**
     * Reads one as it is typed.
     *
     * @throws UsageException if it cannot be read, with what can
     */
    static WearChangeGate parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UsageException(
                    "the gate %s cannot be read; expected one like +10%% bytes/day, -10%% years or +10%% erases/day"
                            .formatted(text));
        }
        WearMeasure measure = Arrays.stream(WearMeasure.values())
                .filter(it -> it.unit().equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        return new WearChangeGate(text.strip(), measure, Double.parseDouble(matcher.group(1)));
    }

    /** Compares. What was nothing or endless and is so still has not changed. */
    Gate judge(WearReport report, WearReport baseline) {
        double before = measure.of(baseline);
        double now = measure.of(report);
        double change = now == before ? 0 : Double.isInfinite(before) ? -100 : 100 * (now - before) / before;
        String seen = Double.isInfinite(change)
                ? "%s instead of %s".formatted(measure.words(now), measure.words(before))
                : String.format(Locale.ROOT, "%+.1f%% %s", change, measure.unit());
        return new Gate(text + " against the baseline", seen, measure.isKept(change, percent));
    }
}
