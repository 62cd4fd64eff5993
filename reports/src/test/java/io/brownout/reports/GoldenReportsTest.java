package io.brownout.reports;

import io.brownout.board.RunEvent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenReportsTest {
    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("failed", Samples.failedRun()),
                Arguments.of("passed", Samples.passedRun()),
                Arguments.of("mutants", Samples.mutantsRun()),
                Arguments.of("interrupted", Samples.interruptedRun()),
                Arguments.of("all-skipped", Samples.allSkippedRun()),
                Arguments.of("wear", Samples.wearRun()),
                Arguments.of("empty", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void every_file_of_a_run_is_as_it_was_reviewed(String name, List<RunEvent> events) throws IOException {
        RunResult run = RunResult.of(events);

        Golden.assertMatches(name + "/run.json", RunJson.of(run));
        Golden.assertMatches(name + "/mutants.json", MutantsJson.of(run));
        Golden.assertMatches(name + "/junit.xml", JunitXml.of(run));
        Golden.assertMatches(
                name + "/index.html", HtmlReport.of(run).replaceAll("(?s)<style>.*</style>", "<style></style>"));
        Golden.assertMatches(
                name + "/summary.txt",
                String.join("\n", new RunSummary(run, "out/latest/report/index.html").lines()) + "\n");
    }
}
