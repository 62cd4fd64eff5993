package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    private final PrivateFolder folder;
    private final Process process;
    private final int port;
    private final Set<String> asked = new CopyOnWriteArraySet<>();

    private NameServer(PrivateFolder folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts one, and waits until it serves. */
    static NameServer knowing(String name, String address) {
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        try {
            int port = freePort();
            Process process = folder.own(new ProcessBuilder(
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
                            "--address=/%s/%s".formatted(name, address)))
                    .redirectErrorStream(true)
                    .start();
            NameServer server = new NameServer(folder, process, port);
            server.awaitStart();
            return server;
        } catch (IOException e) {
            folder.close();
            throw new HarnessException(
                    "%s could not be started: %s; ./brownout doctor says what is missing"
                            .formatted(PROGRAM, e.getMessage()),
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0))) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains("started, version")) {
                Thread.ofVirtual().name("name server " + port).start(() -> listen(lines));
                return;
            }
        }
        close();
        throw new HarnessException(
                "expected %s to serve on port %d, it ended and said: %s".formatted(PROGRAM, port, said));
    }

    private void listen(BufferedReader lines) {
        lines.lines()
                .filter(line -> line.contains(QUERY))
                .map(line ->
                        line.substring(line.indexOf(QUERY) + QUERY.length()).split(" ")[0])
                .forEach(asked::add);
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
        process.destroyForcibly();
        folder.close();
    }
}
