package io.brownout.cli;

import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.features.UpdateMutant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the explorer said of one mutant.
 *
 * @param verdict what became of the mutant
 * @param seen the expected verdict in words, or why there is none
 * @param meaning between which two writes the first cut of the class that showed it falls; empty if there is none
 * @param boots how many classes were booted until then; 0 if reading on the test machine was enough
 * @param seconds from the first reading to the find
 * @param recordingSeconds what the recording took
 * @param cutPoints how many there are
 * @param random what random cuts would have found; empty if that was not asked
 */
record MutantFind(
        UpdateMutant mutant,
        MutantVerdict verdict,
        String seen,
        String meaning,
        int boots,
        double seconds,
        double recordingSeconds,
        int cutPoints,
        Optional<Random> random) {
    /**
     * The same found by cutting at random.
     *
     * @param cuts how many cuts it takes until one is known to have an expected verdict; empty if none of {@link RandomCuts#MANY} has
     * @param exact whether all cuts before it are known to be harmless; if not, it may take fewer
     * @param bad how many cut points are known to have an expected verdict; there may be more
     */
    record Random(OptionalInt cuts, boolean exact, int bad) {
        boolean metBy(int milestone) {
            return cuts.isPresent() && cuts.getAsInt() <= milestone;
        }

        String spoken() {
            if (cuts.isEmpty()) {
                return "none of %,d random cuts would have met it".formatted(RandomCuts.MANY);
            }
            return (exact
                            ? "random cut number %,d would have met it"
                            : "one of the first %,d random cuts would have met it")
                    .formatted(cuts.getAsInt());
        }
    }

    /** Says that nothing could be found out. */
    static MutantFind broken(UpdateMutant mutant, String why) {
        return new MutantFind(mutant, MutantVerdict.SURVIVED, why, "", 0, 0, 0, 0, Optional.empty());
    }

    /** Returns the same find of a mutant whose sound twin is not sound. */
    MutantFind asFalseAlarm(String twin) {
        return new MutantFind(
                mutant,
                MutantVerdict.FALSE_ALARM,
                "its sound twin: " + twin,
                meaning,
                boots,
                seconds,
                recordingSeconds,
                cutPoints,
                random);
    }

    /** Returns the same with what random cuts would have found. */
    MutantFind with(Random found) {
        return new MutantFind(
                mutant, verdict, seen, meaning, boots, seconds, recordingSeconds, cutPoints, Optional.of(found));
    }

    /** Returns what {@code mutants.json} says of it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mutant", mutant.name());
        json.put("what", mutant.what());
        json.put("update", mutant.update().toString());
        json.put("expects", mutant.expects().stream().sorted().toList());
        json.put("verdict", verdict.name());
        json.put("seen", seen);
        json.put("meaning", meaning);
        json.put("boots", boots);
        json.put("seconds", seconds);
        json.put("recordingSeconds", recordingSeconds);
        json.put("cutPoints", cutPoints);
        random.ifPresent(found -> {
            json.put("badCutPointsKnown", found.bad());
            found.cuts().ifPresent(cuts -> json.put(found.exact() ? "randomCuts" : "randomCutsAtMost", cuts));
            for (int milestone : List.of(RandomCuts.FEW, RandomCuts.MANY)) {
                json.put("metBy%dRandomCuts".formatted(milestone), found.metBy(milestone));
            }
        });
        return json;
    }

    /** Returns one line for people. */
    String line() {
        return "%-11s %-32s %s; %d boots, %.0f s%s%s"
                .formatted(
                        verdict,
                        mutant.name(),
                        seen,
                        boots,
                        seconds,
                        Optional.of(meaning)
                                .filter(it -> !it.isEmpty())
                                .map(it -> "\n            the power went " + it)
                                .orElse(""),
                        random.map(it -> "\n            %s; at least %,d of %,d cut points are bad"
                                        .formatted(it.spoken(), it.bad(), cutPoints))
                                .orElse(""));
    }
}
