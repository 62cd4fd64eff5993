package io.brownout.cli;

import io.brownout.board.EventSink;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sees while a run works, on standard error: a status line that is rewritten in place when it is a terminal, plain lines when it is not. Safe for any thread.
 */
final class Progress implements EventSink {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream stream;
    private final boolean terminal;
    private final Estimate estimate = new Estimate();
    private final Map<String, String> running = new LinkedHashMap<>();
    private final Map<String, String> lastStep = new LinkedHashMap<>();
    private int expected;
    private int done;
    private int notPassed;
    private Optional<Instant> begin = Optional.empty();

    Progress(PrintStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    static Progress onStandardError() {
        return new Progress(System.err, System.getenv("TERM") != null && Host.isTerminal(2));
    }

    /** Says how many scenarios are still to come, for the estimate. */
    synchronized void expect(int scenarios) {
        expected += scenarios;
    }

    /** Prints a line above the status line. */
    synchronized void say(String line) {
        if (terminal) {
            stream.print(CLEAR_LINE);
        }
        stream.println(line);
        status();
    }

    @Override
    public synchronized void publish(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted started -> {
                begin = Optional.of(started.at());
                say("brownout %s, seed %d".formatted(String.join(" ", started.command()), started.seed()));
            }
            case RunEvent.ScenarioStarted started -> {
                running.put(started.scenario(), started.name());
                say("  begin   %s%s"
                        .formatted(
                                started.name(), started.mutant().isEmpty() ? "" : " (with " + started.mutant() + ")"));
            }
            case RunEvent.StepFinished step -> lastStep.put(step.scenario(), step.step());
            case RunEvent.ScenarioFinished finished -> {
                done++;
                notPassed += finished.outcome() == Outcome.PASSED ? 0 : 1;
                String name =
                        java.util.Objects.requireNonNullElse(running.remove(finished.scenario()), finished.scenario());
                lastStep.remove(finished.scenario());
                begin.ifPresent(from -> estimate.finished(Duration.between(from, finished.at()), done));
                say("  %-7s %s (%s)%s"
                        .formatted(
                                finished.outcome().name().toLowerCase(Locale.ROOT),
                                name,
                                spoken(finished.duration()),
                                finished.reason().isEmpty() ? "" : ": " + finished.reason()));
            }
            case RunEvent.PowerChanged changed -> {
                if (!terminal) {
                    say("          %s%s %s, boot %d%s"
                            .formatted(
                                    changed.scenario().isEmpty() ? "" : changed.scenario() + ": ",
                                    changed.board(),
                                    changed.change().name().toLowerCase(Locale.ROOT),
                                    changed.boot(),
                                    changed.reason().isEmpty() ? "" : ": " + changed.reason()));
                }
            }
            case RunEvent.MutantJudged judged ->
                say("  %-11s %s: %s"
                        .formatted(
                                judged.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                judged.mutant(),
                                judged.failedStep()));
            case RunEvent.Retried retried -> say("  again   %s: %s".formatted(retried.what(), retried.why()));
            default -> {}
        }
        status();
    }

    private void status() {
        if (!terminal || begin.isEmpty()) {
            return;
        }
        Duration elapsed = Duration.between(begin.get(), Instant.now());
        String where = running.entrySet().stream()
                .findFirst()
                .map(entry -> entry.getValue() + ": " + lastStep.getOrDefault(entry.getKey(), "begins"))
                .orElse("");
        String line = "%d of %d done, %d not passed, %s%s | %s"
                .formatted(
                        done,
                        Math.max(expected, done),
                        notPassed,
                        spoken(elapsed),
                        estimate.left(expected)
                                .map(left -> ", about " + spoken(left) + " left")
                                .orElse(""),
                        where);
        stream.print(CLEAR_LINE + line.substring(0, Math.min(line.length(), 118)));
        stream.flush();
    }

    /** Ends the status line. */
    synchronized void end() {
        if (terminal) {
            stream.print(CLEAR_LINE);
        }
        begin = Optional.empty();
    }

    static String spoken(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }

    /** How much longer it will take if it goes on as it went. */
    private static final class Estimate {
        private Duration elapsed = Duration.ZERO;
        private int done;

        void finished(Duration sinceBegin, int scenarios) {
            elapsed = sinceBegin;
            done = scenarios;
        }

        Optional<Duration> left(int expected) {
            return done == 0 || expected <= done
                    ? Optional.empty()
                    : Optional.of(elapsed.dividedBy(done).multipliedBy(expected - done));
        }
    }
}
