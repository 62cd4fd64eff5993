package io.brownout.cli;

import io.brownout.board.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On which boards scenarios run, and how many at once. */
final class BoardOptions {
    @Option(
            names = "--board",
            paramLabel = "MODEL",
            description = "Run on this board model instead of the one each scenario names; see `brownout boards`.")
    private @Nullable String board;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "How many scenarios run at once (default: one for each processor).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--patience",
            paramLabel = "FACTOR",
            description =
                    "Wait this many times longer than usual before giving a board up, on a slow machine (default: ${DEFAULT-VALUE}).")
    private double patience = 1;

    Optional<String> board() {
        return Optional.ofNullable(board);
    }

    double patience() {
        if (!(patience >= 0.1 && patience <= 100)) {
            throw new UsageException("--patience is %s, expected 0.1 to 100".formatted(patience));
        }
        return patience;
    }

    int jobs() {
        if (jobs < 1) {
            throw new UsageException("--jobs is %d, expected at least 1".formatted(jobs));
        }
        return jobs;
    }
}
