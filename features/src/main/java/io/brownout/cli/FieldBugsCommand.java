package io.brownout.cli;

import io.brownout.features.FieldBug;
import io.brownout.features.FieldBugsPage;
import io.brownout.features.Mutants;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the table of field bugs. */
@Command(
        name = "field-bugs",
        description =
                "Writes docs/field-bugs.md: which planted fault makes which reported bug again, and what finds it.")
final class FieldBugsCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "FILE", description = "Where to write it (default: docs/field-bugs.md).")
    private Path target = Home.path().resolve("docs/field-bugs.md");

    @Override
    public Integer call() {
        return Pages.write(
                target, new FieldBugsPage(FieldBug.all(), Mutants.all(), ExplorerMutants.ofRecipes()).text());
    }
}
