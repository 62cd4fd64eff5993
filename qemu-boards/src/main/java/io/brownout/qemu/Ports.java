package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Chooses ports of the test machine's loopback. A free one is only known to have been free a moment ago: whoever uses it must be ready to choose again. */
final class Ports {
    private Ports() {}

    /**
     * Replaces each 0 by a free port.
     *
     * @param before what was chosen for the same board's last boot: taken again where it can be, since whoever knows the port still uses it
     * @throws UsageException if a port that was asked for by number is in use
     */
    static List<PortForward> choose(List<PortForward> wanted, List<PortForward> before) {
        List<PortForward> chosen = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < wanted.size(); i++) {
                PortForward forward = wanted.get(i);
                ServerSocket socket = forward.hostPort() == 0 && i < before.size()
                        ? bindAgain(before.get(i), forward)
                        : bind(forward);
                held.add(socket);
                chosen.add(new PortForward(socket.getLocalPort(), forward.boardPort()));
            }
            return List.copyOf(chosen);
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static ServerSocket bindAgain(PortForward before, PortForward wanted) {
        try {
            return bind(before);
        } catch (UsageException e) {
            return bind(wanted); // Somebody has taken it while the board was resetting.
        }
    }

    private static ServerSocket bind(PortForward forward) {
        try {
            return new ServerSocket(forward.hostPort(), 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UsageException(
                    "port %d of 127.0.0.1, asked for to reach port %d of the board, cannot be used: %s; end its user or ask for another"
                            .formatted(forward.hostPort(), forward.boardPort(), e.getMessage()),
                    e);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new HarnessException("cannot release port " + socket.getLocalPort(), e);
        }
    }
}
