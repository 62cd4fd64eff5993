package io.brownout.wear;

import io.brownout.board.WearReport;
import io.brownout.board.WearReport.ModelWear;
import java.util.Locale;

/** What a gate looks at in a report: always the worst case, so that a gate that is kept is kept under every model. */
enum WearMeasure {
    /** Bytes that the device writes a day. */
    BYTES_PER_DAY("bytes-per-day", "bytes/day", true),
    /** Years until the card is worn out, if its wear is not levelled, under the model that is hardest on it. */
    YEARS("years", "years", false),
    /** Erases a day of the unit that is erased most often, under the model that is hardest on it. */
    ERASES_PER_DAY("erases-per-day", "erases/day", true);

    private final String key;
    private final String unit;
    private final boolean lowIsGood;

    WearMeasure(String key, String unit, boolean lowIsGood) {
        this.key = key;
        this.unit = unit;
        this.lowIsGood = lowIsGood;
    }

    private static double hottest(WearReport report) {
        return report.models().stream()
                .mapToDouble(ModelWear::hottestUnitErases)
                .max()
                .orElse(0);
    }

    /** Returns how a gates file names it. */
    String key() {
        return key;
    }

    /** Returns how a gate that is typed names it. */
    String unit() {
        return unit;
    }

    double of(WearReport report) {
        return switch (this) {
            case BYTES_PER_DAY -> report.hostBytesPerDay();
            case YEARS -> report.fewestYears();
            case ERASES_PER_DAY -> hottest(report);
        };
    }

    /** Says whether a value is no worse than a limit. */
    boolean isKept(double seen, double limit) {
        return lowIsGood ? seen <= limit : seen >= limit;
    }

    /** Puts a value into the words of a gate. */
    String words(double seen) {
        return switch (this) {
            case BYTES_PER_DAY -> String.format(Locale.ROOT, "%.4gMB/day", seen / 1e6);
            case YEARS -> WearReport.rounded(seen) + " years";
            case ERASES_PER_DAY -> String.format(Locale.ROOT, "%.3g erases/day", seen);
        };
    }
}
