package io.brownout.device;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One connection to a UNIX socket whose every wait ends at a deadline. For one thread, but for {@link #close}, which ends a wait of another.
 *
 * <p>A channel and a selector, since the JDK has no time-out for UNIX sockets and {@code java.net.http} knows only TCP.
 */
final class EngineSocket implements AutoCloseable {
    private static final int MOST_LINE = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();
    private long start = System.nanoTime();
    private final Duration within;

    private EngineSocket(SocketChannel channel, Selector selector, SelectionKey key, Duration within) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
        this.within = within;
    }

    /** Connects; everything on this connection must be done within the time given, in all, unless {@link #beginAnew} says otherwise. */
    static EngineSocket connect(Path socket, Duration within) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            return new EngineSocket(channel, selector, channel.register(selector, 0), within);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Counts its time from now on, where an answer may take as long as it likes but must not fall silent. */
    void beginAnew() {
        start = System.nanoTime();
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (channel.write(out) >= 0 && out.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
        }
    }

    /** Returns the next byte; -1 at the end. */
    int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    /** Returns that many bytes; {@link EOFException} if the other side ends sooner. */
    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count) {
            if (!fill()) {
                throw new EOFException("the engine closed the connection " + (count - done) + " bytes too early");
            }
            int some = Math.min(count - done, buffer.remaining());
            buffer.get(bytes, done, some);
            done += some;
        }
        return bytes;
    }

    /** Returns the next line without its end, as Latin-1 of protocol lines or ASCII; {@link EOFException} at the end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (line.length() == MOST_LINE) {
                throw new IOException("the engine sent a line of more than " + MOST_LINE + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return false;
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return true;
    }

    private void await(int operation) throws IOException {
        Duration left = within.minusNanos(System.nanoTime() - start);
        if (!left.isPositive()) {
            throw new SocketTimeoutException("the engine has not answered within " + within.toSeconds() + " s");
        }
        try {
            key.interestOps(operation);
            selector.select(Math.max(1, left.toMillis()));
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
            throw (IOException) new ClosedChannelException().initCause(e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted while the engine was asked");
        }
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            // Both, whatever the first says.
        } catch (IOException e) {
            // It is closed for us all the same.
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
