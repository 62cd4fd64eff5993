package io.brownout.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what is slow. */
@Command(
        name = "bench",
        description =
                "Measures what the glass card costs and what an exploration saves, against what they are compared with. docs/benchmarks.md says what the figures mean.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchBootCommand.class, BenchCardCommand.class, BenchExplorerCommand.class})
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
