package io.brownout.cli;

import io.brownout.board.EventLog;
import io.brownout.features.Mutants;
import io.brownout.features.ScenariosPage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the table of scenarios. */
@Command(
        name = "scenarios",
        description =
                "Writes docs/scenarios.md: every scenario and its planted faults, and when runs last saw them pass and be found.")
final class ScenariosCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description = "The run folders whose results to take (default: out/latest).")
    private List<Path> runs = List.of();

    @Option(names = "--to", paramLabel = "FILE", description = "Where to write it (default: docs/scenarios.md).")
    private Path target = Home.path().resolve("docs/scenarios.md");

    @Override
    public Integer call() {
        List<Path> read = runs.isEmpty() ? List.of(Home.path().resolve("out/latest")) : runs;
        return Pages.write(
                target,
                ScenariosPage.of(
                                Pages.catalog(),
                                Mutants.all(),
                                read.stream()
                                        .map(run -> EventLog.read(run.resolve("events.ndjson")))
                                        .toList())
                        .text());
    }
}
