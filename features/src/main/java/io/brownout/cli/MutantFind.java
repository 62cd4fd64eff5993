package io.brownout.cli;

import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.features.UpdateMutant;
import java.util.LinkedHashMap;
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
 * @param failing how many of them have an expected verdict; empty if not all were explored
 * @param random whether so many seeded random cuts would have met one, by their number
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
        OptionalInt failing,
        Map<Integer, Boolean> random) {
    /** Says that nothing could be found out. */
    static MutantFind broken(UpdateMutant mutant, String why) {
        return new MutantFind(mutant, MutantVerdict.SURVIVED, why, "", 0, 0, 0, 0, OptionalInt.empty(), Map.of());
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
                failing,
                random);
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
        failing.ifPresent(count -> json.put("failingCutPoints", count));
        random.forEach((cuts, met) -> json.put("metBy%dRandomCuts".formatted(cuts), met));
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
                        failing.isEmpty()
                                ? ""
                                : "\n            %,d of %,d cut points; random cuts that would have met one: %s"
                                        .formatted(failing.getAsInt(), cutPoints, random));
    }
}
