package io.brownout.cli;

import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a state of a card's journal to a file. */
@Command(
        name = "export",
        description =
                "Writes a state of a card to a file: as a raw image, or as a log of dm-log-writes that makes that state when it is replayed onto what the card began as.")
final class CardExportCommand implements Callable<Integer> {
    /** What a file is to be. */
    enum Format {
        RAW,
        DM_LOG_WRITES;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write; replaced if it is there.")
    private Path file = Path.of("card.img");

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "For example after-120 (default: the last one); see docs/cards.md.")
    private @Nullable String state;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.RAW;

    @Override
    public Integer call() {
        CardHistory history = journal.history();
        StateId id = state == null ? history.last() : StateId.parse(state);
        switch (format) {
            case RAW -> history.exportTo(id, file);
            case DM_LOG_WRITES -> history.exportLogWrites(id, file);
        }
        System.out.printf("%s of %s is in %s%n", id, history.journal().cardName(), file);
        return 0;
    }
}
