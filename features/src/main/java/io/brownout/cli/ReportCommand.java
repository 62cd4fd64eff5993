package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.reports.RunReports;
import io.brownout.reports.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the report of a run anew. */
@Command(
        name = "report",
        description = "Makes the report of a run anew from its events, for example of a run that was killed.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "0..1", description = "The run folder (default: out/latest).")
    private Path run = Home.path().resolve("out/latest");

    @Override
    public Integer call() {
        if (!Files.isRegularFile(run.resolve("events.ndjson"))) {
            throw new UsageException(
                    "expected a run folder with events.ndjson at %s, there is none; `ls out` shows the runs"
                            .formatted(run));
        }
        new RunSummary(RunReports.write(run), run.resolve("report/index.html").toString())
                .lines()
                .forEach(System.out::println);
        return 0;
    }
}
