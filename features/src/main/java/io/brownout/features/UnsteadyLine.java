package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a TCP server on this machine that can break: it takes connections at a port of its own, on loopback, and carries them on, each up to so many bytes from the server; then it closes it, whatever is still to come.
 *
 * <p>One virtual thread for each direction of a connection. Safe for any thread.
 */
final class UnsteadyLine implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket entrance;
    private final InetSocketAddress server;
    private final Onward onward;
    private final long breaksAfter;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object news = new Object();
    private long carried;
    private int broken;

    /** Makes the connections to a server; others than a plain one come from a network namespace. */
    @FunctionalInterface
    interface Onward {
        /** Connects to it, and blocks meanwhile. */
        Socket connect(InetSocketAddress server) throws IOException;
    }

    private UnsteadyLine(ServerSocket entrance, InetSocketAddress server, Onward onward, long breaksAfter) {
        this.entrance = entrance;
        this.server = server;
        this.onward = onward;
        this.breaksAfter = breaksAfter;
    }

    /** Opens a line that never breaks. */
    static UnsteadyLine to(InetSocketAddress server) {
        return to(server, Long.MAX_VALUE);
    }

    /** Opens a line on which each connection breaks after so many bytes from the server. */
    static UnsteadyLine to(InetSocketAddress server, long breaksAfter) {
        return started(entrance(server), server, UnsteadyLine::plainly, breaksAfter);
    }

    /** Opens a line that never breaks, to a server that only somebody else can connect to. */
    static UnsteadyLine through(Onward onward, InetSocketAddress server) {
        return started(entrance(server), server, onward, Long.MAX_VALUE);
    }

    /** Opens a line that never breaks, from an entrance that becomes its own. */
    static UnsteadyLine between(ServerSocket entrance, InetSocketAddress server) {
        return started(entrance, server, UnsteadyLine::plainly, Long.MAX_VALUE);
    }

    private static ServerSocket entrance(InetSocketAddress server) {
        try {
            return new ServerSocket(0, 0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new HarnessException("no line to %s could be opened: %s".formatted(server, e.getMessage()), e);
        }
    }

    private static UnsteadyLine started(
            ServerSocket entrance, InetSocketAddress server, Onward onward, long breaksAfter) {
        UnsteadyLine line = new UnsteadyLine(entrance, server, onward, breaksAfter);
        Thread.ofVirtual().name("line to " + server).start(line::accept);
        return line;
    }

    private static Socket plainly(InetSocketAddress server) throws IOException {
        return new Socket(server.getAddress(), server.getPort());
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                // A server may be far away: the next client does not wait for it.
                Thread.ofVirtual().start(() -> carryOn(client));
            } catch (IOException e) {
                // Closed by us: nobody connects any more.
            }
        }
    }

    /** A server that is gone is seen by the client as a connection that is closed at once. */
    private void carryOn(Socket client) {
        open.add(client);
        try {
            Socket there = onward.connect(server);
            open.add(there);
            if (entrance.isClosed()) {
                there.close(); // We were closed meanwhile, and what was open then has been closed.
            }
            Thread.ofVirtual().start(() -> carry(client, there, false));
            Thread.ofVirtual().start(() -> carry(there, client, true));
        } catch (IOException e) {
            hangUp(client);
        }
    }

    private void hangUp(Socket client) {
        open.remove(client);
        try {
            client.close();
        } catch (IOException e) {
            // It has gone by itself.
        }
    }

    private void carry(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[BUFFER];
        long left = fromServer ? breaksAfter : Long.MAX_VALUE;
        try (from;
                to) {
            int length = from.getInputStream().read(buffer, 0, (int) Math.min(BUFFER, left));
            while (length > 0) {
                to.getOutputStream().write(buffer, 0, length);
                left -= length;
                if (fromServer) {
                    count(length, left == 0);
                }
                length = left == 0 ? -1 : from.getInputStream().read(buffer, 0, (int) Math.min(BUFFER, left));
            }
        } catch (IOException e) {
            // One of both ends has gone; so has the connection then.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void count(int length, boolean breaks) {
        synchronized (news) {
            carried += length;
            broken += breaks ? 1 : 0;
            news.notifyAll();
        }
    }

    /** Returns the port of its entrance. */
    int port() {
        return entrance.getLocalPort();
    }

    /** Says how many connections it has broken. */
    int broken() {
        synchronized (news) {
            return broken;
        }
    }

    /** Waits until it has carried so many bytes from the server, over all connections; an {@link AssertionError} if it has not by the deadline. */
    void awaitCarried(long bytes, Deadline deadline) {
        synchronized (news) {
            while (carried < bytes) {
                if (deadline.passed()) {
                    throw new AssertionError("expected %,d bytes over the line to %s within %d s, seen: %,d"
                            .formatted(bytes, server, deadline.allowed().toSeconds(), carried));
                }
                try {
                    news.wait(Math.max(1, deadline.left().toMillis()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new HarnessException("interrupted while waiting for the line to " + server, e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new HarnessException("cannot close the line to %s: %s".formatted(server, e.getMessage()), e);
        }
    }
}
