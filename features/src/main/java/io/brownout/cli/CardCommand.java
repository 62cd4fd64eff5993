package io.brownout.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Works with a card that is in no board. */
@Command(
        name = "card",
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with a card by itself, or with its journal, without a board.",
        subcommands = {
            CardServeCommand.class,
            CardInfoCommand.class,
            CardExportCommand.class,
            CardImportCommand.class,
            CardStateCommand.class,
            CommandLine.HelpCommand.class
        })
final class CardCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
