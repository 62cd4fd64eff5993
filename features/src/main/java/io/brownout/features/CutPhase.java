package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardMark;
import io.brownout.explorer.CutPoints;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A part of a recorded update, by what the device reported. */
public enum CutPhase {
    /** Everything that was recorded. */
    ALL,
    /** The old release installs the new one, up to the boot loader of the boot that follows. */
    UPDATE,
    /** The new release boots, up to its passed health check. */
    FIRST_BOOT,
    /** The new release is kept, until nothing is pending. */
    COMMIT,
    /** A bad release boots and is given up, until the old one is back and nothing is pending. */
    ROLLBACK;

    /** Returns how people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads one; {@link UsageException} that lists them if there is none of that name. */
    public static CutPhase named(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown phase \"%s\", expected one of %s"
                        .formatted(
                                word,
                                Arrays.stream(values()).map(CutPhase::word).collect(Collectors.joining(", ")))));
    }

    /**
     * Returns the cut points of this phase, its borders among them.
     *
     * @param whole all points of the recording, from the power-on that installs the release
     * @throws HarnessException if the device has not reported where it begins or ends
     */
    CutPoints of(CutPoints whole) {
        return switch (this) {
            case ALL -> whole;
            case UPDATE -> new CutPoints(whole.history(), whole.first(), restart(whole));
            case FIRST_BOOT -> new CutPoints(whole.history(), restart(whole), kept(whole));
            case COMMIT -> new CutPoints(whole.history(), kept(whole), whole.last());
            case ROLLBACK -> new CutPoints(whole.history(), restart(whole), whole.last());
        };
    }

    private static long restart(CutPoints whole) {
        long installed = write(whole, it -> it.contains("update-result result=done"), whole.first());
        return write(whole, it -> it.contains("bootloader "), installed);
    }

    private static long kept(CutPoints whole) {
        return write(whole, it -> it.contains("health result=passed") || it.contains("committed "), restart(whole));
    }

    private static long write(CutPoints whole, Predicate<String> report, long from) {
        return whole.history()
                .journal()
                .marks()
                .filter(mark -> mark.write() >= from && mark.write() <= whole.last())
                .filter(mark -> report.test(mark.text()))
                .mapToLong(CardMark::write)
                .findFirst()
                .orElseThrow(() -> new HarnessException(
                        "the device has not reported where a phase of its update begins; its journal is "
                                + whole.history().journal().folder()));
    }
}
