package io.brownout.cli;

import io.brownout.board.ByteSize;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a journal of a log that the kernel or QEMU wrote. */
@Command(
        name = "import",
        description =
                "Makes a card's journal of a log of dm-log-writes, which the kernel's target or QEMU's blklogwrites wrote.")
final class CardImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "LOG", description = "The log.")
    private Path log = Path.of("log");

    @Parameters(index = "1", paramLabel = "JOURNAL", description = "The folder for the journal; holds none yet.")
    private Path journal = Path.of("journal");

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "The raw image that was written to (default: an empty card of --size).")
    private @Nullable Path image;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description =
                    "How large the card was, for example 32G; rounded up to a power of two (default: as the image).")
    private @Nullable String size;

    @Override
    public Integer call() {
        try (Card card = card().journal(journal).build()) {
            card.replay(log);
            System.out.printf(
                    "%d writes are in the journal %s%n", card.journal().writes(), journal);
        }
        return 0;
    }

    private CardBuilder card() {
        if (image == null && size == null) {
            throw new UsageException("name --image, --size, or both: the log does not say what it was written to");
        }
        long bytes = size == null ? 0 : ByteSize.parse(size).bytes();
        return (image == null
                        ? Card.blank(bytes)
                        : Card.of(image).partitioned(false).size(bytes))
                .name("imported");
    }
}
