package io.brownout.nbd;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves exports at a socket: a thread that accepts, and one platform thread per connection, since virtual ones cost two to three times as much per request at queue depth 1.
 *
 * <p>Serves at most {@value #MOST_CONNECTIONS} connections at a time; a further one is closed before a word is said.
 */
public final class NbdServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;

    private final NbdExports exports;
    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;
    private @Nullable RuntimeException failure;

    private NbdServer(NbdExports exports, ServerSocketChannel listener, SocketAddress address) {
        this.exports = exports;
        this.listener = listener;
        this.address = address;
    }

    /**
     * Starts to listen.
     *
     * @param address a UNIX socket, which must not be there yet and is removed by {@link #close}; or a TCP port of one of the machine's addresses, 0 for a free one
     * @throws UsageException if nobody can listen there, for example because somebody does
     */
    public static NbdServer start(NbdExports exports, SocketAddress address) {
        ServerSocketChannel listener = null;
        try {
            listener = address instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            listener.bind(address);
            NbdServer server = new NbdServer(exports, listener, listener.getLocalAddress());
            server.startThread("nbd-accept", server::accept);
            return server;
        } catch (IOException | UnresolvedAddressException e) {
            if (listener != null) {
                closeQuietly(listener);
            }
            String why = e.getMessage() == null ? "the name is not known" : e.getMessage();
            throw new UsageException(
                    "cannot listen at %s: %s; name a place that is free".formatted(spoken(address), why), e);
        }
    }

    private static String spoken(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> "the socket " + unix;
            case InetSocketAddress inet
            when inet.isUnresolved() -> "%s port %d".formatted(inet.getHostString(), inet.getPort());
            case InetSocketAddress inet ->
                "%s port %d".formatted(inet.getAddress().getHostAddress(), inet.getPort());
            default -> address.toString();
        };
    }

    /** Returns where it listens. */
    public SocketAddress address() {
        return address;
    }

    /** Returns the address of the default export as the NBD URI specification writes it. */
    public String uri() {
        return NbdUri.of(address);
    }

    private synchronized void startThread(String name, Runnable body) {
        if (!closed) {
            threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(body);
            threads.add(thread);
            thread.start();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel socket = listener.accept();
                if (remember(socket)) {
                    startThread("nbd-connection", () -> serve(socket));
                }
            }
        } catch (ClosedChannelException e) {
            return; // By close().
        } catch (IOException e) {
            fail(new HarnessException("the NBD server's socket broke: " + e, e));
        }
    }

    private synchronized boolean remember(SocketChannel socket) {
        if (closed || sockets.size() == MOST_CONNECTIONS) {
            closeQuietly(socket);
            return false;
        }
        sockets.add(socket);
        return true;
    }

    private void serve(SocketChannel socket) {
        boolean silent = false;
        try {
            if (address instanceof InetSocketAddress) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            NbdConnection.serve(socket, exports);
        } catch (PowerGoneException e) {
            silent = true; // The socket stays open until close().
        } catch (IOException e) {
            return; // The client is gone, as a killed QEMU is: no error of ours.
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            if (!silent) {
                end(socket);
            }
        }
    }

    private synchronized void end(SocketChannel socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            return; // Nothing is lost: the peer sees the end either way.
        }
    }

    private synchronized void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Ends all connections and waits for their threads; throws what went wrong in one of them. Does nothing the second time. */
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ending = List.copyOf(threads);
            sockets.forEach(NbdServer::closeQuietly);
            sockets.clear();
        }
        stopListening();
        try {
            for (Thread thread : ending) {
                if (thread != Thread.currentThread()) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void stopListening() {
        try {
            listener.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            throw new HarnessException("cannot close %s: %s".formatted(spoken(address), e.getMessage()), e);
        }
    }
}
