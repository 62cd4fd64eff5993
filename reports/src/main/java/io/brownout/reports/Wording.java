package io.brownout.reports;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How numbers, times and verdicts are put into words; the same in every locale and time zone. */
final class Wording {
    private static final List<String> BYTE_UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Colours and cursor moves of a terminal (ECMA-48 CSI), and the two-letter escapes. */
    private static final Pattern TERMINAL_ESCAPE =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[@-Z\\\\^_])");

    private Wording() {}

    static String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Formats with the digits that every reader of a log knows, whatever the machine's locale. */
    @SuppressWarnings(
            "AnnotateFormatMethod") // The annotation would cost a dependency; the golden files run every pattern.
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Groups the digits of a count by thin spaces. */
    static String count(long value) {
        return format("%,d", value).replace(',', '\u202F');
    }

    static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return number(value, unit == 0 || value >= 100 ? 0 : 1) + " " + BYTE_UNITS.get(unit);
    }

    /** Says how long something took, to a precision that a reader can use. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return number(millis / 1000.0, 1) + " s";
        }
        long seconds = Math.round(millis / 1000.0);
        return seconds < 3600
                ? format("%d min %d s", seconds / 60, seconds % 60)
                : format("%d h %d min", seconds / 3600, seconds % 3600 / 60);
    }

    /** Says when something happened, counted from a beginning: {@code 1:03.5}. */
    static String offset(Instant begin, Instant at) {
        long tenths = Math.round(Duration.between(begin, at).toMillis() / 100.0);
        String sign = tenths < 0 ? "-" : "";
        long positive = Math.abs(tenths);
        return format("%s%d:%02d.%d", sign, positive / 600, positive / 10 % 60, positive % 10);
    }

    static String dayAndTime(Instant at) {
        return DAY_AND_TIME.format(at);
    }

    static String plural(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** Leaves out what only a terminal understands. */
    static String plain(String line) {
        return TERMINAL_ESCAPE.matcher(line).replaceAll("");
    }

    /** Keeps the beginning of a text that is too long, and says how much is missing. */
    static String shortened(String text, int characters) {
        return text.length() <= characters
                ? text
                : text.substring(0, characters) + " … (" + count(text.length() - characters) + " more characters)";
    }

    static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    static String of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
            case ERROR -> "error";
        };
    }

    static String of(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case ERROR -> "error";
            case INTERRUPTED -> "interrupted";
        };
    }

    /** Names what is neither passed, failed nor skipped: in a run that somebody ended, that it is unfinished says more than that the harness is to blame. */
    static String errors(RunResult run) {
        if (run.verdict() == Verdict.INTERRUPTED) {
            return "not finished";
        }
        return run.counts().error() == 1 ? "harness error" : "harness errors";
    }

    static String of(MutantVerdict verdict) {
        return switch (verdict) {
            case KILLED -> "killed";
            case SURVIVED -> "survived";
            case FALSE_ALARM -> "false alarm";
        };
    }
}
