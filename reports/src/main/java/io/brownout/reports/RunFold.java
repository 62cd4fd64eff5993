package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.CutsJudged;
import io.brownout.board.RunEvent.ImageUsed;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.OfScenario;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.RunEvent.RunFinished;
import io.brownout.board.RunEvent.RunStarted;
import io.brownout.board.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The events of a run while they are gathered. Not safe for threads. */
final class RunFold {
    /** Subcommands that run no scenarios and may pass without one. Any other must have run at least one. */
    private static final Set<String> WITHOUT_SCENARIOS = Set.of(
            "bench", "boards", "boot", "cards", "cut", "doctor", "history", "image", "inspect", "report", "wear");

    private final Map<String, ScenarioFold> scenarios = new LinkedHashMap<>();
    private final Map<String, String> images = new TreeMap<>();
    private final List<MutantJudged> mutants = new ArrayList<>();
    private final List<Retried> retries = new ArrayList<>();
    private final List<CutReport> cuts = new ArrayList<>();
    private Optional<RunStarted> started = Optional.empty();
    private Optional<RunFinished> finished = Optional.empty();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    void take(RunEvent event) {
        first = event.at().isBefore(first) ? event.at() : first;
        last = event.at().isAfter(last) ? event.at() : last;
        switch (event) {
            case RunStarted start -> started = Optional.of(start);
            case RunFinished finish -> finished = Optional.of(finish);
            case CutsJudged judged -> cuts.add(judged.cuts());
            case ImageUsed image -> images.put(image.name(), image.digest());
            case OfScenario ofScenario -> takeOfScenario(ofScenario);
        }
    }

    private void takeOfScenario(OfScenario event) {
        if (event instanceof MutantJudged judged) {
            mutants.add(judged);
        } else {
            if (event instanceof Retried retried) {
                retries.add(retried);
            }
            scenarios.computeIfAbsent(event.scenario(), ScenarioFold::new).take(event);
        }
    }

    RunResult result() {
        Optional<ScenarioResult> outside = Optional.ofNullable(scenarios.get(""))
                .filter(ScenarioFold::tells)
                .map(ScenarioFold::result);
        List<ScenarioResult> all = scenarios.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .map(entry -> entry.getValue().result())
                .toList();
        List<ScenarioResult> ordinary =
                all.stream().filter(scenario -> scenario.mutant().isEmpty()).toList();
        List<ScenarioResult> underMutants =
                all.stream().filter(scenario -> !scenario.mutant().isEmpty()).toList();
        Judgement judgement = judge(ScenarioCounts.of(ordinary));
        Instant begin = first.equals(Instant.MAX) ? Instant.EPOCH : first;
        return new RunResult(
                started.map(RunStarted::command).orElse(List.of()),
                judgement.verdict,
                judgement.reason,
                begin,
                first.equals(Instant.MAX) ? Duration.ZERO : Duration.between(begin, last),
                started.map(start -> OptionalLong.of(start.seed())).orElse(OptionalLong.empty()),
                started.map(RunStarted::version).orElse(""),
                started.map(RunStarted::host).orElse(""),
                new TreeMap<>(images),
                ordinary,
                underMutants,
                outside,
                mutants,
                retries,
                cuts);
    }

    private record Judgement(Verdict verdict, String reason) {}

    /** Takes a bad verdict at its word, and a good one only if the events support it. */
    private Judgement judge(ScenarioCounts counts) {
        if (finished.isEmpty()) {
            return new Judgement(
                    Verdict.INTERRUPTED, "the run ended without saying so: it was killed, or is still going on");
        }
        RunFinished said = finished.get();
        if (said.verdict() != Verdict.PASSED) {
            return new Judgement(said.verdict(), said.reason());
        }
        if (counts.failed() > 0) {
            return new Judgement(Verdict.FAILED, "");
        }
        if (mutants.stream().anyMatch(mutant -> mutant.verdict() != MutantVerdict.KILLED)) {
            return new Judgement(Verdict.FAILED, "a planted fault was not found where it should be");
        }
        if (counts.error() > 0) {
            return new Judgement(Verdict.ERROR, "");
        }
        if (counts.run() == 0 && mutants.isEmpty() && needsScenarios()) {
            return new Judgement(
                    Verdict.ERROR,
                    counts.total() == 0 ? "no scenario was run" : "no scenario was run: all were skipped");
        }
        return new Judgement(Verdict.PASSED, said.reason());
    }

    private boolean needsScenarios() {
        return needsScenarios(started.map(RunStarted::command).orElse(List.of()));
    }

    /** Says whether a command has not done its work without a scenario. */
    static boolean needsScenarios(List<String> command) {
        return command.isEmpty() || !WITHOUT_SCENARIOS.contains(command.getFirst());
    }
}
