package io.brownout.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Works with card images. */
@Command(
        name = "image",
        synopsisSubcommandLabel = "COMMAND",
        description = "Builds card images, and says what is in them.",
        subcommands = {
            ImageBuildCommand.class,
            ImageListCommand.class,
            ImageShowCommand.class,
            ImageDiffCommand.class,
            ImagePruneCommand.class,
            CommandLine.HelpCommand.class
        })
final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
