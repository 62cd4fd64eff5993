package io.brownout.reports;

import io.brownout.board.GuestClock;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.Measured;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.RunEvent.StepFinished;
import io.brownout.board.WearReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one scenario.
 *
 * @param id its identity within the run; empty for what happened outside of any scenario
 * @param location file and line
 * @param mutant the planted fault it ran under; empty in an ordinary run
 * @param reason one line, why it failed, erred or was skipped; empty if it passed
 * @param end when it ended, or when the last was heard of it
 */
public record ScenarioResult(
        String id,
        String name,
        String feature,
        String location,
        List<String> tags,
        String mutant,
        Outcome outcome,
        String reason,
        Instant begin,
        Instant end,
        Duration duration,
        List<StepFinished> steps,
        List<BoardResult> boards,
        List<Measured> measurements,
        List<WearReport> wear,
        List<Retried> retries) {
    /** Copies the lists. */
    public ScenarioResult {
        tags = List.copyOf(tags);
        steps = List.copyOf(steps);
        boards = List.copyOf(boards);
        measurements = List.copyOf(measurements);
        wear = List.copyOf(wear);
        retries = List.copyOf(retries);
    }

    /** Returns the step at which it went red. */
    public Optional<StepFinished> redStep() {
        return steps.stream().filter(step -> red(step.outcome())).findFirst();
    }

    /** Returns when it went red; empty if it did not. */
    public Optional<Instant> redAt() {
        return red(outcome) ? Optional.of(redStep().map(StepFinished::at).orElse(end)) : Optional.empty();
    }

    /** Returns the board that spoke last before it went red: the one to look at first; empty if it did not go red, or none spoke. */
    public Optional<BoardResult> lastToSpeak() {
        return redAt().flatMap(red -> boards.stream()
                .filter(board -> board.lastLine(red).isPresent())
                .max(Comparator.comparing(
                        board -> board.lastLine(red).orElseThrow().at())));
    }

    /** Returns the clock it declared, as seen in its boards; empty if it had none. */
    public Optional<GuestClock> clock() {
        return boards.stream().flatMap(board -> board.clock().stream()).findFirst();
    }

    /** Returns how often its boards booted. */
    public int boots() {
        return boards.stream().mapToInt(BoardResult::boots).sum();
    }

    static boolean red(Outcome outcome) {
        return switch (outcome) {
            case FAILED, ERROR -> true;
            case PASSED, SKIPPED -> false;
        };
    }
}
