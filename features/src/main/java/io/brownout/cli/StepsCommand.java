package io.brownout.cli;

import io.brownout.features.StepsPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the list of steps. */
@Command(name = "steps", description = "Writes docs/steps.md: every step that a feature file can use, with an example.")
final class StepsCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "FILE", description = "Where to write it (default: docs/steps.md).")
    private Path target = Home.path().resolve("docs/steps.md");

    @Override
    public Integer call() {
        Path sources = Home.path().resolve("features/src/main/java/io/brownout/features");
        return Pages.write(target, StepsPage.of(sources, Pages.catalog()).text());
    }
}
