package io.brownout.card;

import io.brownout.nbd.NbdServer;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A card in a board, or another reader, that has power. */
public final class CardConnection implements AutoCloseable {
    private final LiveCard live;
    private final @Nullable TemporaryFolder folder;
    private final NbdServer server;
    private final ActivityMeter meter;
    private final Runnable onClose;
    private boolean closed;

    CardConnection(
            LiveCard live, @Nullable TemporaryFolder folder, NbdServer server, ActivityMeter meter, Runnable onClose) {
        this.live = live;
        this.folder = folder;
        this.server = server;
        this.meter = meter;
        this.onClose = onClose;
    }

    /** Where the socket lies within its folder. */
    static SocketAddress socketIn(TemporaryFolder folder) {
        return UnixDomainSocketAddress.of(folder.path().resolve("card"));
    }

    /**
     * Returns the UNIX socket at which the card answers: {@code nbd+unix:///?socket=…} for QEMU.
     *
     * @throws IllegalStateException if it answers at a TCP port
     */
    public Path socket() {
        if (server.address() instanceof UnixDomainSocketAddress unix) {
            return unix.getPath();
        }
        throw new IllegalStateException("the card answers at " + uri() + ", which is no UNIX socket");
    }

    /** Returns where the card answers as an NBD URI, for any client. */
    public String uri() {
        return server.uri();
    }

    /**
     * Takes the power away: the card's profile decides what survives, connections and threads end, and the socket is gone. Does nothing the second time.
     *
     * @throws io.brownout.board.HarnessException if the card could not do its work while it was plugged in, for example because the disk was full
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (folder;
                server;
                meter) {
            live.losePower();
        } finally {
            onClose.run();
        }
    }
}
