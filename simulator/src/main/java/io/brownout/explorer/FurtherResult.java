package io.brownout.explorer;

import io.brownout.explorer.CutVerdict.Kind;
import java.util.List;
import java.util.Map;

/**
 * What became of devices with other crash states than those of the cut points.
 *
 * @param states how many there are
 * @param byFirstBoots how many of these hold the files that a cut point leaves as well, and were decided by the boot after that
 * @param byOwnBoots how many were decided by a boot of one of them that holds the same files
 * @param kinds how many different sets of files they hold that no cut point leaves
 * @param boots how many of those were booted
 * @param audits how many further states were booted and came to the same verdict
 * @param verdicts how many states have each verdict
 * @param failures those with which a device must not be left
 */
public record FurtherResult(
        long states,
        long byFirstBoots,
        long byOwnBoots,
        int kinds,
        int boots,
        int audits,
        Map<Kind, Long> verdicts,
        List<Failure> failures) {
    /**
     * States that hold the same files and come to the same bad end.
     *
     * @param place one of them, which was booted unless a cut point leaves the same files
     * @param count how many there are
     */
    public record Failure(CutVerdict verdict, CrashPlace place, long count) {}

    /** Copies the collections. */
    public FurtherResult {
        verdicts = Map.copyOf(verdicts);
        failures = List.copyOf(failures);
    }

    /** Says how many have no verdict, since the time was over. */
    public long open() {
        return states - byFirstBoots - byOwnBoots;
    }
}
