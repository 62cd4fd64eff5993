package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.qemu.PrivateFolder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * A name server on this machine's loopback that knows one name and nothing else: Debian's dnsmasq, at a port that was free a moment ago.
 *
 * <p>Safe for any thread. Its process dies with it, and with this program.
 */
final class NameServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/dnsmasq";
    private static final String QUERY = "query[A] ";

    private final ServerProcess process;
    private final int port;
    private final Set<String> asked;

    private NameServer(ServerProcess process, int port, Set<String> asked) {
        this.process = process;
        this.port = port;
        this.asked = asked;
    }

    /** Starts one, and waits until it serves. */
    static NameServer knowing(String name, String address, Deadline deadline) {
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        int port = ServerProcess.freeUdpPort();
        Set<String> asked = new CopyOnWriteArraySet<>();
        ServerProcess process = new ServerProcess(
                folder,
                List.of(
                        PROGRAM,
                        "--no-daemon",
                        "--conf-file=/dev/null",
                        "--pid-file=" + folder.resolve("pid"),
                        "--port=" + port,
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--no-resolv",
                        "--no-hosts",
                        "--log-queries",
                        "--log-facility=-",
                        "--user=",
                        "--local=/%s/".formatted(name), // So that it has no IPv6 address, instead of an error.
                        "--address=/%s/%s".formatted(name, address)),
                line -> query(line, asked));
        process.await("started, version", deadline);
        return new NameServer(process, port, asked);
    }

    private static void query(String line, Set<String> asked) {
        int at = line.indexOf(QUERY);
        if (at >= 0) {
            asked.add(line.substring(at + QUERY.length()).split(" ")[0]);
        }
    }

    int port() {
        return port;
    }

    /** Returns the names that it has been asked for. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    @Override
    public void close() {
        process.close();
    }
}
