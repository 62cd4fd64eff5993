package io.brownout.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command that writes a run folder takes. */
final class CommonOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where run folders go (default: out beside the launcher).")
    private Path out = Home.path().resolve("out");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides every random choice of the run (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    Path out() {
        return out.toAbsolutePath().normalize();
    }

    long seed() {
        return seed;
    }
}
