package io.brownout.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What was typed. */
final class Invocation {
    private Invocation() {}

    /** Returns the subcommand and its arguments as they were typed. */
    static List<String> of(CommandSpec spec) {
        return Stream.concat(
                        Stream.of(spec.name()),
                        spec.commandLine().getParseResult().originalArgs().stream()
                                .dropWhile(argument -> !argument.equals(spec.name()))
                                .skip(1))
                .toList();
    }
}
