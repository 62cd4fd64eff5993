package io.brownout.cli;

import io.brownout.board.UsageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command serves NBD clients. */
final class ListenOptions {
    private static final int LARGEST_PORT = 65_535;

    @Option(
            names = "--socket",
            paramLabel = "SOCKET",
            description =
                    "The UNIX socket to listen at; must not exist, unless a server that was killed has left it, which is then taken over.")
    private @Nullable Path socket;

    @Option(names = "--port", paramLabel = "N", description = "The TCP port to listen at instead; 0 for a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "The address of this machine that the port belongs to (default: ${DEFAULT-VALUE}, which only this machine can reach; whoever reaches the port may write to the card).")
    private String bind = "127.0.0.1";

    /** Says whether any place was named. */
    boolean areGiven() {
        return socket != null || port != null;
    }

    /** Returns the one place; {@link UsageException} if it is none or two. */
    SocketAddress address() {
        if ((socket == null) == (port == null)) {
            throw new UsageException("name either --socket or --port, so that clients find the card");
        }
        if (socket != null) {
            if (LeftSocket.removed(socket)) {
                System.err.printf(
                        "brownout: nobody answers at the socket %s, so a server that was killed has left it: taken over%n",
                        socket);
            }
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
}
