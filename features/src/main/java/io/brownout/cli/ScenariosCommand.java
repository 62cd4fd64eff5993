package io.brownout.cli;

import io.brownout.board.EventLog;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.features.Mutant;
import io.brownout.features.Mutants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the table of scenarios. */
@Command(
        name = "scenarios",
        description = "Writes docs/scenarios.md: what each scenario took in a run, and its planted fault.")
final class ScenariosCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "The run folder whose figures to take (default: out/latest).")
    private Path run = Home.path().resolve("out/latest");

    @Option(names = "--to", paramLabel = "FILE", description = "Where to write it (default: docs/scenarios.md).")
    private Path target = Home.path().resolve("docs/scenarios.md");

    @Override
    public Integer call() {
        List<RunEvent> events = EventLog.read(run.resolve("events.ndjson"));
        try {
            Files.writeString(target, table(events));
        } catch (IOException e) {
            throw new HarnessException("cannot write %s: %s".formatted(target, e.getMessage()), e);
        }
        System.out.println(target);
        return 0;
    }

    private static String table(List<RunEvent> events) {
        StringBuilder page = new StringBuilder("""
                # Scenarios

                Written by `./brownout scenarios` from one run; two processors without KVM. Wall time includes waiting for the other scenario that runs beside it.

                | scenario | feature | outcome | wall time | boots | writes recorded | clock | board | planted fault that turns it red |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (RunEvent event : events) {
            if (event instanceof RunEvent.ScenarioFinished finished
                    && !finished.scenario().contains("+")) {
                page.append(row(finished, events)).append('\n');
            }
        }
        return page.toString();
    }

    private static String row(RunEvent.ScenarioFinished finished, List<RunEvent> events) {
        List<RunEvent.OfScenario> own = events.stream()
                .filter(RunEvent.OfScenario.class::isInstance)
                .map(RunEvent.OfScenario.class::cast)
                .filter(event -> event.scenario().equals(finished.scenario()))
                .toList();
        var started = only(own, RunEvent.ScenarioStarted.class).getFirst();
        var boards = only(own, RunEvent.BoardReady.class);
        long boots = only(own, RunEvent.PowerChanged.class).stream()
                .filter(change ->
                        change.change() == RunEvent.PowerChange.ON || change.change() == RunEvent.PowerChange.REBOOT)
                .count();
        double writes = only(own, RunEvent.Measured.class).stream()
                .filter(measured -> measured.what().equals("writes recorded"))
                .mapToDouble(RunEvent.Measured::value)
                .sum();
        String mutants = String.join(
                ", ",
                Mutants.all().stream()
                        .filter(mutant -> mutant.scenario().equals(started.name()))
                        .map(Mutant::name)
                        .toList());
        return "| %s | %s | %s | %s | %d | %,.0f | %s | %s | %s |"
                .formatted(
                        started.name(),
                        started.location().replaceFirst(":.*", ""),
                        finished.outcome().name().toLowerCase(java.util.Locale.ROOT),
                        Progress.spoken(finished.duration()),
                        boots,
                        writes,
                        boards.isEmpty() ? "" : boards.getLast().clock().name().toLowerCase(java.util.Locale.ROOT),
                        boards.isEmpty() ? "" : boards.getLast().model(),
                        mutants);
    }

    private static <T> List<T> only(List<RunEvent.OfScenario> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
