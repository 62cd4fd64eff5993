package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a run, folded from its events and from nothing else.
 *
 * @param command the subcommand and its arguments; empty if the run died before it began
 * @param verdict never better than the events support
 * @param reason one line, why it did not pass; empty if it passed, or if the scenarios say why
 * @param begin when it began
 * @param duration until it ended, or until the last was heard of it
 * @param seed empty if the run died before it began
 * @param images name to digest
 * @param scenarios those without a planted fault, in the order they began
 * @param underMutants those run under a planted fault, in the order they began
 * @param outside what happened outside of any scenario; empty if nothing did
 * @param mutants the planted faults that were judged, in that order
 * @param retries all of them, whatever scenario they belong to
 * @param cuts the updates whose power cuts were judged
 */
public record RunResult(
        List<String> command,
        Verdict verdict,
        String reason,
        Instant begin,
        Duration duration,
        OptionalLong seed,
        String version,
        String host,
        SortedMap<String, String> images,
        List<ScenarioResult> scenarios,
        List<ScenarioResult> underMutants,
        Optional<ScenarioResult> outside,
        List<MutantJudged> mutants,
        List<Retried> retries,
        List<CutReport> cuts) {
    /** Copies the collections. */
    public RunResult {
        command = List.copyOf(command);
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
        scenarios = List.copyOf(scenarios);
        underMutants = List.copyOf(underMutants);
        mutants = List.copyOf(mutants);
        retries = List.copyOf(retries);
        cuts = List.copyOf(cuts);
    }

    /** Folds the events of a run, whole or cut short. */
    public static RunResult of(List<RunEvent> events) {
        RunFold fold = new RunFold();
        events.forEach(fold::take);
        return fold.result();
    }

    /** Counts the scenarios without a planted fault. */
    public ScenarioCounts counts() {
        return ScenarioCounts.of(scenarios);
    }

    /** Returns what was said about the wear of cards outside of any scenario. */
    public List<WearReport> wear() {
        return outside.map(ScenarioResult::wear).orElse(List.of());
    }

    /** Counts the planted faults of one verdict. */
    public int mutants(MutantVerdict verdict) {
        return (int)
                mutants.stream().filter(mutant -> mutant.verdict() == verdict).count();
    }

    /** Returns the subcommand, for example {@code run}; {@code unknown} if the run died before it began. */
    public String subcommand() {
        return command.isEmpty() ? "unknown" : command.getFirst();
    }

    /** Says whether scenarios are what it was about. */
    boolean isOfScenarios() {
        return counts().total() > 0 || (mutants.isEmpty() && RunFold.needsScenarios(command));
    }
}
