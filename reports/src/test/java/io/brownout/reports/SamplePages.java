package io.brownout.reports;

import io.brownout.board.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the sample runs as run folders, to be looked at: {@code java -cp … io.brownout.reports.SamplePages FOLDER}. */
final class SamplePages {
    private SamplePages() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        for (var sample : Map.of(
                        "failed", Samples.failedRun(),
                        "passed", Samples.passedRun(),
                        "mutants", Samples.mutantsRun(),
                        "interrupted", Samples.interruptedRun(),
                        "nasty", Samples.nastyRun(),
                        "wear", Samples.wearRun(),
                        "all-skipped", Samples.allSkippedRun())
                .entrySet()) {
            Path run = Files.createDirectories(folder.resolve(sample.getKey()));
            Files.deleteIfExists(run.resolve("events.ndjson"));
            try (EventLog log = EventLog.create(run.resolve("events.ndjson"))) {
                sample.getValue().forEach(log::publish);
            }
            RunReports.write(run);
        }
    }
}
