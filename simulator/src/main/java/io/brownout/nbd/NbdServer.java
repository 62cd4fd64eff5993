package io.brownout.nbd;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves one export at a UNIX socket: a thread that accepts, and one platform thread per connection, since virtual ones cost two to three times as much per request at queue depth 1. */
public final class NbdServer implements AutoCloseable {
    private final NbdExport export;
    private final ServerSocketChannel listener;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;
    private @Nullable RuntimeException failure;

    private NbdServer(NbdExport export, ServerSocketChannel listener) {
        this.export = export;
        this.listener = listener;
    }

    /** Starts to listen. */
    public static NbdServer start(NbdExport export, Path socket) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            NbdServer server = new NbdServer(export, listener);
            server.startThread("nbd-accept", server::accept);
            return server;
        } catch (IOException e) {
            throw new HarnessException("cannot listen at the socket %s: %s".formatted(socket, e), e);
        }
    }

    private synchronized void startThread(String name, Runnable body) {
        if (!closed) {
            threads.removeIf(thread -> !thread.isAlive() && thread.getState() == Thread.State.TERMINATED);
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name(name + " " + export.name())
                    .unstarted(body);
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
            fail(new HarnessException("the card's socket broke: " + e, e));
        }
    }

    private synchronized boolean remember(SocketChannel socket) throws IOException {
        if (closed) {
            socket.close();
            return false;
        }
        sockets.add(socket);
        return true;
    }

    private void serve(SocketChannel socket) {
        try {
            new NbdConnection(socket, export).serve();
            end(socket);
        } catch (PowerGoneException e) {
            return; // The socket stays open and silent until close().
        } catch (IOException e) {
            end(socket); // The client is gone, as a killed QEMU is: no error of ours.
        } catch (RuntimeException e) {
            fail(e);
            end(socket);
        }
    }

    private synchronized void end(SocketChannel socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // Nothing is lost: the peer sees the end either way.
        }
    }

    private synchronized void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Ends all connections and waits for their threads; throws what went wrong in one of them. */
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(threads);
            sockets.forEach(NbdServer::closeQuietly);
            sockets.clear();
        }
        try {
            listener.close();
            for (Thread thread : ending) {
                if (thread != Thread.currentThread()) {
                    thread.join();
                }
            }
        } catch (IOException e) {
            throw new HarnessException("cannot close the card's socket: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (failure != null) {
                RuntimeException thrown = failure;
                failure = null;
                throw thrown;
            }
        }
    }
}
