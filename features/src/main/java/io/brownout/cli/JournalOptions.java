package io.brownout.cli;

import io.brownout.card.CardHistory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which journal a command works on. */
final class JournalOptions {
    @Parameters(index = "0", paramLabel = "JOURNAL", description = "The folder of a card's journal.")
    private Path folder = Path.of(".");

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Where the image lies that the card began as (default: where it lay then).")
    private @Nullable Path image;

    CardHistory history() {
        return image == null ? CardHistory.open(folder) : CardHistory.open(folder, image);
    }
}
