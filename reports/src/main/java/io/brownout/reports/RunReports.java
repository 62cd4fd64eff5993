package io.brownout.reports;

import io.brownout.board.EventLog;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes everything that a reader opens from the events in a run folder. Blocking; the same events give the same bytes. */
public final class RunReports {
    private RunReports() {}

    /**
     * Reads {@code events.ndjson} and writes {@code run.json}, {@code report/index.html}, {@code report/junit.xml} and, if planted faults were judged, {@code mutants.json}, if a card's wear was weighed outside of any scenario, {@code wear.json}. Each file is
     * replaced as a whole: a reader never sees half of one. The verdict returned decides the exit code: a run that ended with {@code RunFinished(PASSED)} is judged by its events, and comes out
     * failed or in error if they do not support it.
     *
     * @throws io.brownout.board.UsageException if the events cannot be read
     * @throws HarnessException if a file cannot be written
     */
    public static RunResult write(Path runFolder) {
        RunResult run = RunResult.of(EventLog.read(runFolder.resolve("events.ndjson")));
        Path report = runFolder.resolve("report");
        try {
            Files.createDirectories(report);
            replace(runFolder.resolve("run.json"), RunJson.of(run));
            if (!run.mutants().isEmpty()) {
                replace(runFolder.resolve("mutants.json"), MutantsJson.of(run));
            }
            if (!run.wear().isEmpty()) {
                replace(runFolder.resolve("wear.json"), WearJson.of(run.wear()));
            }
            replace(report.resolve("junit.xml"), JunitXml.of(run));
            replace(report.resolve("index.html"), HtmlReport.of(run));
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write the report of the run in %s: %s; is the disk full?".formatted(runFolder, e), e);
        }
        return run;
    }

    private static void replace(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                draft,
                content.getBytes(
                        StandardCharsets
                                .UTF_8)); // Unlike writeString, lets half a surrogate pair pass, as a question mark.
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
