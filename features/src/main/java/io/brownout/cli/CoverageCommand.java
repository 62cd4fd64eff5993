package io.brownout.cli;

import io.brownout.features.CoverageCase;
import io.brownout.features.CoveragePage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the table of cases. */
@Command(
        name = "coverage",
        description =
                "Writes docs/coverage.md: which scenario answers which case of the suites that the successor of ResinOS is released with.")
final class CoverageCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "FILE", description = "Where to write it (default: docs/coverage.md).")
    private Path target = Home.path().resolve("docs/coverage.md");

    @Override
    public Integer call() {
        return Pages.write(target, new CoveragePage(CoverageCase.all(), Pages.catalog()).text());
    }
}
