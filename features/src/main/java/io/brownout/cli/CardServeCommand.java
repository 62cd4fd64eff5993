package io.brownout.cli;

import io.brownout.board.ByteSize;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardBuilder;
import io.brownout.card.CardProfile;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a card to any client that speaks NBD. Writes no run folder: it tests nothing, and what happens to the card is in the journal. */
@Command(
        name = "serve",
        description = {
            "Serves a card to any NBD client, several at once, until Ctrl-C or SIGTERM takes its power away; then ends with exit code 0.",
            "Prints the card's NBD URI as soon as it can be reached."
        })
final class CardServeCommand implements Callable<Integer> {
    private static final ByteSize LARGEST = ByteSize.parse("2TiB"); // Where SDXC ends.

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description =
                    "How large the card is, for example 512M or 32G; rounded up to a power of two, as cards are (default: as the image).")
    private @Nullable String size;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "A raw image the card begins as; it is read, never changed (default: an empty card).")
    private @Nullable Path image;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "What kind of card it is (default: ${DEFAULT-VALUE}).")
    private String profile = "ideal";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides every random choice of the profile (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--journal",
            paramLabel = "FOLDER",
            description = "Where to keep the journal; holds none yet (default: a temporary one, which is not kept).")
    private @Nullable Path journal;

    @Override
    public Integer call() {
        SocketAddress address = listen.address();
        Card card = card().build();
        try (ServedCard served = ServedCard.over(card)) {
            System.out.println(served.begin(address));
            System.out.flush();
            return served.awaitEnd();
        }
    }

    private CardBuilder card() {
        long bytes = size == null ? 0 : bytes(size);
        CardBuilder builder;
        if (image != null) {
            builder = Card.of(image).partitioned(false).size(bytes);
        } else if (size != null) {
            builder = Card.blank(bytes);
        } else {
            throw new UsageException("name --size for an empty card, or --image, or both");
        }
        if (journal != null) {
            builder.journal(created(journal));
        }
        return builder.profile(CardProfile.named(profile)).seed(seed);
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot keep a journal in %s: %s; name a folder that can be written".formatted(folder, e), e);
        }
    }

    private static long bytes(String text) {
        ByteSize parsed = ByteSize.parse(text);
        if (parsed.bytes() == 0 || parsed.bytes() % 512 != 0 || parsed.compareTo(LARGEST) > 0) {
            throw new UsageException(
                    "expected a card of whole sectors of 512 bytes, at most %s, got %s".formatted(LARGEST, text));
        }
        return parsed.bytes();
    }
}
