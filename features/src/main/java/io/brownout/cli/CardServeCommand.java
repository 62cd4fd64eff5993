package io.brownout.cli;

import io.brownout.board.ByteSize;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardBuilder;
import io.brownout.card.CardProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final int LARGEST_PORT = 65_535;

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

    @Option(names = "--socket", paramLabel = "SOCKET", description = "The UNIX socket to listen at; must not exist.")
    private @Nullable Path socket;

    @Option(names = "--port", paramLabel = "N", description = "The TCP port to listen at instead; 0 for a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "The address of this machine that the port belongs to (default: ${DEFAULT-VALUE}, which only this machine can reach; whoever reaches the port may write to the card).")
    private String bind = "127.0.0.1";

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
        SocketAddress address = address();
        Card card = card().build();
        try (ServedCard served = ServedCard.over(card)) {
            System.out.println(served.begin(address));
            System.out.flush();
            return served.awaitEnd();
        }
    }

    private SocketAddress address() {
        if ((socket == null) == (port == null)) {
            throw new UsageException("name either --socket or --port, so that clients find the card");
        }
        if (socket != null) {
            return UnixDomainSocketAddress.of(socket);
        }
        int number = port == null ? 0 : port;
        if (number < 0 || number > LARGEST_PORT) {
            throw new UsageException("expected a port from 0 to %d, got %d".formatted(LARGEST_PORT, number));
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(bind), number);
        } catch (UnknownHostException e) {
            throw new UsageException("expected an address of this machine, got --bind %s".formatted(bind), e);
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
