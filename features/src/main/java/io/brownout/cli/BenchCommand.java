package io.brownout.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what the glass card costs. */
@Command(
        name = "bench",
        description =
                "Measures what the glass card costs, in turns with what it is compared with. docs/benchmarks.md says what the figures mean.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchBootCommand.class, BenchCardCommand.class})
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
