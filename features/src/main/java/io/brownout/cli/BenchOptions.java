package io.brownout.cli;

import picocli.CommandLine.Option;

/** What every benchmark takes. */
final class BenchOptions {
    @Option(names = "--json", description = "Print the figures as JSON, the content of bench.json.")
    private boolean json;

    @Option(
            names = "--gate",
            description = "End with exit code 1 if a goal is missed; without it the figures are only told.")
    private boolean gate;

    boolean json() {
        return json;
    }

    boolean gate() {
        return gate;
    }
}
