package io.brownout.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What was typed. */
final class Invocation {
    private Invocation() {}

    /** Returns the subcommand, the one below it if there is one, and their arguments as they were typed. */
    static List<String> of(CommandSpec spec) {
        CommandSpec parent = spec.parent();
        boolean nested = parent != null && parent.parent() != null;
        Stream<String> arguments = spec.commandLine().getParseResult().originalArgs().stream()
                .dropWhile(argument -> !argument.equals(spec.name()))
                .skip(1);
        return Stream.concat(nested ? Stream.of(parent.name(), spec.name()) : Stream.of(spec.name()), arguments)
                .toList();
    }
}
