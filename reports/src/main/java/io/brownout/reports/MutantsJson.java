package io.brownout.reports;

import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of the planted faults, {@code mutants.json}: keys sorted, the list in the order they were judged. */
public final class MutantsJson {
    private MutantsJson() {}

    /** Returns the content of the file. */
    public static String of(RunResult run) {
        SortedMap<String, Object> values = new TreeMap<>();
        values.put("total", run.mutants().size());
        values.put("killed", run.mutants(MutantVerdict.KILLED));
        values.put("survived", run.mutants(MutantVerdict.SURVIVED));
        values.put("falseAlarms", run.mutants(MutantVerdict.FALSE_ALARM));
        values.put(
                "mutants",
                run.mutants().stream().map(judged -> entry(run, judged)).toList());
        return JsonFile.of(values);
    }

    private static Map<String, String> entry(RunResult run, MutantJudged judged) {
        return new TreeMap<>(Map.of(
                "mutant", judged.mutant(),
                "scenario", scenarioName(run.underMutants(), judged),
                "expectedStep", judged.expectedStep(),
                "failedStep", judged.failedStep(),
                "verdict", Wording.of(judged.verdict())));
    }

    /** Finds the name of the scenario that ran under a planted fault; its identity if it was never heard of. */
    static String scenarioName(List<ScenarioResult> underMutants, MutantJudged judged) {
        return underMutants.stream()
                .filter(scenario -> scenario.id().equals(judged.scenario()))
                .map(ScenarioResult::name)
                .findFirst()
                .orElse(judged.scenario());
    }
}
