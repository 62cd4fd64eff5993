package io.brownout.cli;

import io.brownout.board.EventSink;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts how scenarios and mutants ended, and says what verdict follows. Safe for any thread. */
final class Tally implements EventSink {
    private final Map<Outcome, Integer> scenarios = new EnumMap<>(Outcome.class);
    private final Map<MutantVerdict, Integer> mutants = new EnumMap<>(MutantVerdict.class);
    private final Set<String> underMutant = new HashSet<>();
    private final Map<String, String> scenarioOfMutant = new HashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, String> firstFailedStep = new HashMap<>();

    @Override
    public synchronized void publish(RunEvent event) {
        switch (event) {
            case RunEvent.ScenarioStarted started -> {
                if (!started.mutant().isEmpty()) {
                    underMutant.add(started.scenario());
                    scenarioOfMutant.put(started.mutant(), started.scenario());
                }
            }
            case RunEvent.StepFinished step -> {
                if (step.outcome() == Outcome.FAILED || step.outcome() == Outcome.ERROR) {
                    firstFailedStep.putIfAbsent(step.scenario(), step.step());
                }
            }
            case RunEvent.ScenarioFinished finished -> {
                outcomes.put(finished.scenario(), finished.outcome());
                // A scenario under a planted fault is meant to fail; its mutant is what counts.
                if (!underMutant.contains(finished.scenario())) {
                    scenarios.merge(finished.outcome(), 1, Integer::sum);
                }
            }
            case RunEvent.MutantJudged judged -> mutants.merge(judged.verdict(), 1, Integer::sum);
            default -> {}
        }
    }

    /** Returns the identity of the scenario that was run with a planted fault; empty if none was. */
    synchronized String scenarioOf(String mutant) {
        return scenarioOfMutant.getOrDefault(mutant, "");
    }

    /** Says how a scenario ended; one that was never run is an error. */
    synchronized Outcome outcomeOf(String scenario) {
        return outcomes.getOrDefault(scenario, Outcome.ERROR);
    }

    /** Says which step of a scenario went red first; empty if none did. */
    synchronized String firstFailedStep(String scenario) {
        return firstFailedStep.getOrDefault(scenario, "");
    }

    /** Says why there is no verdict; empty if there is one. */
    synchronized String reason() {
        return scenarios.isEmpty() && mutants.isEmpty()
                ? "expected at least one scenario to run, but none was: none of these features has the tags, or lies at the line, that was asked for; those tagged @nightly run only when each of them is named by its line, or by --tags @nightly"
                : "";
    }

    /** Says what follows from all that was seen. Nothing run is an error: a run that proves nothing is not passed. */
    synchronized Verdict verdict() {
        int judged = mutants.values().stream().mapToInt(Integer::intValue).sum();
        int passed = scenarios.getOrDefault(Outcome.PASSED, 0);
        if (scenarios.containsKey(Outcome.ERROR) || mutants.containsKey(MutantVerdict.FALSE_ALARM)) {
            return scenarios.containsKey(Outcome.FAILED) || mutants.containsKey(MutantVerdict.SURVIVED)
                    ? Verdict.FAILED
                    : Verdict.ERROR;
        }
        if (scenarios.containsKey(Outcome.FAILED) || mutants.containsKey(MutantVerdict.SURVIVED)) {
            return Verdict.FAILED;
        }
        return passed + judged == 0 ? Verdict.ERROR : Verdict.PASSED;
    }
}
