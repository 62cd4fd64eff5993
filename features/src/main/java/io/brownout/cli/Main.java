package io.brownout.cli;

import io.brownout.board.BrownoutException;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program {@code brownout}. */
@Command(
        name = "brownout",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Pulls the plug on Raspberry Pis on purpose: boots emulated boards, updates them, rolls them back, cuts their power, weighs the wear of their cards.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed",
            "1:failed: a scenario or a device failed, or a planted fault survived",
            "2:usage: what was asked for cannot be done",
            "3:the harness itself could not do its work, or was interrupted"
        },
        subcommands = {
            RunCommand.class,
            TestCommand.class,
            MutantsCommand.class,
            BootCommand.class,
            BoardsCommand.class,
            CardCommand.class,
            CardsCommand.class,
            ImageCommand.class,
            WearCommand.class,
            PushCommand.class,
            ReportCommand.class,
            BenchCommand.class,
            CutCommand.class,
            ScanCommand.class,
            ScenariosCommand.class,
            CoverageCommand.class,
            FieldBugsCommand.class,
            StepsCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    static final int USAGE = 2;
    static final int HARNESS = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return explaining(new CommandLine(new Main()));
    }

    /** Makes a command line explain what goes wrong in a line, and exit with the code that belongs to it. */
    static CommandLine explaining(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> explain(e))
                .setExecutionExceptionHandler(Main::explain);
    }

    /** One line on standard error for what cannot even be read, and where to read on. */
    private static int explain(CommandLine.ParameterException e) {
        List<String> meant =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        e.getCommandLine()
                .getErr()
                .printf(
                        "brownout: %s%s; `%s --help` says what it takes%n",
                        String.valueOf(e.getMessage()).lines().collect(Collectors.joining(" ")),
                        meant.isEmpty() ? "" : ", perhaps " + String.join(" or ", meant),
                        e.getCommandLine().getCommandSpec().qualifiedName());
        return USAGE;
    }

    /** One line on standard error, and the exit code that belongs to it; a stack only for what nobody foresaw. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult result) throws Exception {
        PrintWriter error = command.getErr();
        return switch (e) {
            case BrownoutException expected -> {
                error.println("brownout: " + expected.getMessage());
                yield switch (expected) {
                    case UsageException ignored -> USAGE;
                    case HarnessException ignored -> HARNESS;
                };
            }
            default -> {
                error.println("brownout: a fault of Brownout itself: " + e);
                e.printStackTrace(error);
                yield HARNESS;
            }
        };
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
