package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A UNIX socket on which one connection is awaited. Closing it, from any thread, ends the wait; its file is gone then. */
final class Listener implements AutoCloseable {
    /** sockaddr_un.sun_path holds 108 bytes with its final zero; unix(7). */
    private static final int LONGEST_PATH = 107;

    private final @Nullable Path path;
    private final @Nullable ServerSocketChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Listener(@Nullable Path path, @Nullable ServerSocketChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static Listener at(Path path) {
        if (path.toString().length() > LONGEST_PATH) {
            throw new UsageException(
                    "the path of a socket would be too long: %s; set TMPDIR to a shorter folder".formatted(path));
        }
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(path));
            return new Listener(path, channel);
        } catch (IOException e) {
            throw new HarnessException("cannot listen on the socket %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Listens if there is a path to listen on. */
    static Listener atOrNone(@Nullable Path path) {
        return path == null ? new Listener(null, null) : at(path);
    }

    boolean isNone() {
        return channel == null;
    }

    /** Waits for the connection. */
    SocketChannel accept(Deadline deadline) throws IOException {
        if (channel == null) {
            throw new IllegalStateException("nothing is listened on");
        }
        CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
        Thread.ofVirtual().name("accept").start(() -> {
            try {
                accepted.complete(channel.accept());
            } catch (IOException e) {
                accepted.completeExceptionally(e);
            }
        });
        try {
            return accepted.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("it never connected to " + path, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "it did not connect to %s within %d s"
                            .formatted(path, deadline.allowed().toSeconds()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before it connected to " + path, e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return; // A later listener may have taken the path meanwhile: its file is not ours to delete.
        }
        try {
            if (channel != null) {
                channel.close();
            }
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new HarnessException("cannot close the socket %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
