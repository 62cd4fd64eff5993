package io.brownout.reports;

import io.brownout.board.Outcome;
import java.util.Collection;

/**
 * How the scenarios of a run ended. Scenarios run under a planted fault are not among them: they are meant to go red.
 *
 * @param error those in which the harness could not do its work, or which the end of the run cut short
 */
public record ScenarioCounts(int passed, int failed, int skipped, int error) {
    static ScenarioCounts of(Collection<ScenarioResult> scenarios) {
        return new ScenarioCounts(
                count(scenarios, Outcome.PASSED),
                count(scenarios, Outcome.FAILED),
                count(scenarios, Outcome.SKIPPED),
                count(scenarios, Outcome.ERROR));
    }

    /** Returns how many there are. */
    public int total() {
        return passed + failed + skipped + error;
    }

    /** Returns how many were really run. */
    public int run() {
        return passed + failed + error;
    }

    private static int count(Collection<ScenarioResult> scenarios, Outcome outcome) {
        return (int) scenarios.stream()
                .filter(scenario -> scenario.outcome() == outcome)
                .count();
    }
}
