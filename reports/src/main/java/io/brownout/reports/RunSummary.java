package io.brownout.reports;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run says last on the terminal.
 *
 * @param reportPath the page of the run, as the reader would open it from where they stand
 */
public record RunSummary(RunResult run, String reportPath) {
    private static final int LONGEST_REASON = 300;

    /** Returns one line for each scenario that failed, erred or was skipped and each planted fault that was not found, then the closing line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED)) {
            run.scenarios().stream()
                    .filter(scenario -> scenario.outcome() == outcome)
                    .forEach(scenario -> lines.add(
                            line(Wording.of(outcome), scenario.name(), scenario.location(), scenario.reason())));
        }
        run.mutants().stream()
                .filter(judged -> judged.verdict() != MutantVerdict.KILLED)
                .forEach(judged -> lines.add(line(
                        Wording.of(judged.verdict()),
                        judged.mutant(),
                        MutantsJson.scenarioName(run.underMutants(), judged),
                        judged.failedStep().isEmpty()
                                ? "expected red at: " + judged.expectedStep()
                                : "expected red at: " + judged.expectedStep() + "; went red at: "
                                        + judged.failedStep())));
        if (!run.reason().isEmpty() && run.verdict() != Verdict.PASSED) {
            lines.add(Wording.of(run.verdict()) + ": " + oneLine(run.reason()));
        }
        lines.add(closing());
        return lines;
    }

    private String closing() {
        ScenarioCounts counts = run.counts();
        List<String> parts = new ArrayList<>();
        run.cuts().forEach(cuts -> parts.add(CutSection.lead(cuts)));
        if (run.isOfScenarios()) {
            parts.add(Wording.plural(counts.total(), "scenario") + ": " + counts.passed() + " passed, "
                    + counts.failed() + " failed, " + counts.skipped() + " skipped"
                    + (counts.error() == 0 ? "" : ", " + counts.error() + " " + Wording.errors(run)));
        }
        if (!run.mutants().isEmpty()) {
            parts.add(Wording.plural(run.mutants().size(), "planted fault") + ": " + run.mutants(MutantVerdict.KILLED)
                    + " found, " + run.mutants(MutantVerdict.SURVIVED) + " survived, "
                    + Wording.plural(run.mutants(MutantVerdict.FALSE_ALARM), "false alarm"));
        }
        String retries = run.retries().isEmpty()
                ? ""
                : ", with "
                        + (run.retries().size() == 1 ? "1 retry" : run.retries().size() + " retries");
        if (parts.isEmpty()) {
            parts.add(Wording.of(run.verdict()));
        }
        return String.join("; ", parts) + " in " + Wording.duration(run.duration()) + retries + "; report: "
                + reportPath;
    }

    private static String line(String outcome, String name, String place, String reason) {
        String where = place.isEmpty() ? "" : " (" + oneLine(place) + ")";
        return outcome + ": " + oneLine(name) + where + (reason.isBlank() ? "" : ": " + oneLine(reason));
    }

    /** Lets nothing through that would break the line or steer the terminal. */
    private static String oneLine(String text) {
        String plain = Wording.plain(text).strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "");
        return Wording.shortened(plain, LONGEST_REASON);
    }
}
