package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link: a UNIX stream socket at which one QEMU at a time is connected, with its network backend {@code stream}. Each frame follows its length, four bytes, the highest first (QEMU, net/stream.c). A thread takes what comes;
 * any thread may send.
 */
final class LinkEnd implements AutoCloseable {
    private static final int LENGTH = Integer.BYTES;
    /** More than QEMU sends (NET_BUFSIZE, 68 KiB). */
    private static final int LARGEST = 128 * 1024;

    private final ServerSocketChannel listener;
    private final Path path;
    private final Consumer<byte[]> taker;
    private final ByteBuffer out = ByteBuffer.allocateDirect(LENGTH + LARGEST);
    private volatile @Nullable SocketChannel connected;

    private LinkEnd(ServerSocketChannel listener, Path path, Consumer<byte[]> taker) {
        this.listener = listener;
        this.path = path;
        this.taker = taker;
    }

    /** Opens one, at a path where nothing is yet. */
    static LinkEnd open(Path path, Consumer<byte[]> taker) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(path));
            LinkEnd end = new LinkEnd(listener, path, taker);
            Thread.ofPlatform().daemon().name("link " + path.getFileName()).start(end::listen);
            return end;
        } catch (IOException e) {
            throw new HarnessException("no network link could be opened at %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private void listen() {
        while (listener.isOpen()) {
            try (SocketChannel channel = listener.accept()) {
                connected = channel;
                take(channel);
            } catch (IOException e) {
                // Whoever was connected is gone, which is how a board goes off; or we are closed.
            } finally {
                connected = null;
            }
        }
    }

    private void take(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(2 * LARGEST);
        while (channel.read(in) >= 0) {
            in.flip();
            while (in.remaining() >= LENGTH && in.remaining() - LENGTH >= length(in)) {
                byte[] frame = new byte[in.getInt()];
                in.get(frame);
                taker.accept(frame);
            }
            in.compact();
        }
    }

    private int length(ByteBuffer in) throws IOException {
        int length = in.getInt(in.position());
        if (length < 0 || length > LARGEST) {
            throw new IOException("a frame of %d bytes at %s".formatted(length, path));
        }
        return length;
    }

    /** Sends a frame, and says whether anybody was there. Blocks while the other side takes nothing. */
    synchronized boolean send(byte[] frame) {
        SocketChannel channel = connected;
        if (channel == null) {
            return false;
        }
        try {
            out.clear().putInt(frame.length).put(frame).flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the options of QEMU's network backend at this end, but for its id. */
    String backend() {
        return "stream,server=off,addr.type=unix,addr.path=" + QemuCommand.escaped(path);
    }

    @Override
    public void close() {
        try {
            listener.close();
            SocketChannel channel = connected;
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new HarnessException("cannot close the network link at %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
