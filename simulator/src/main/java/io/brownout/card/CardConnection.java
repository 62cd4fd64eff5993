package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.filesystem.SectorView;
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
     * Returns the card as the firmware of the board reads it, which in an emulated board runs on the test machine: each read through it is a request of the board's and in the journal, at its place among the others. No fault of
     * the card meets it, and one that hung is well again: firmware initialises the card that it boots from. When the power has gone it can still be read, and that is no request any more.
     */
    public SectorView firmwareView() {
        live.initialise();
        return new FirmwareView(live);
    }

    /**
     * Asks for an action at the next request of the board's after which the journal has at least so many records. It runs once, on the thread that answers the request, after it is in the journal and before it is answered: the board
     * waits meanwhile. It must not wait for the board. Replaces what was asked for before; never runs if the power goes first.
     */
    public void whenAsked(long records, Runnable action) {
        live.whenAsked(records, action);
    }

    void hang() {
        live.hang();
    }

    private record FirmwareView(LiveCard live) implements SectorView {
        @Override
        public long sectors() {
            return live.bytes() / SECTOR_BYTES;
        }

        @Override
        public byte[] read(long sector, int count) {
            return live.readForFirmware(sector, count);
        }
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
