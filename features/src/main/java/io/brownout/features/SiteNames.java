package io.brownout.features;

import io.brownout.qemu.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name server of a site: dnsmasq, started anew when it is to answer something else; or a socket that nobody reads. One thread at a time. */
final class SiteNames implements AutoCloseable {
    /** The name under which releases are offered; nothing on earth ends in .test (RFC 6761). */
    static final String RELEASES = "releases.test";

    private static final int PORT = 53;

    private final SiteProcesses processes;
    private final NetworkNamespace namespace;
    private @Nullable Process server;
    private @Nullable DatagramSocket silence;

    SiteNames(SiteProcesses processes, NetworkNamespace namespace) {
        this.processes = processes;
        this.namespace = namespace;
    }

    /** Answers so from now on. */
    void become(NameAnswers answers) throws IOException {
        close();
        if (answers == NameAnswers.SILENCE) {
            silence = namespace.inside(() -> new DatagramSocket(new InetSocketAddress(SiteNetwork.WORLD, PORT)));
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "/usr/sbin/dnsmasq",
                "--no-daemon",
                "--conf-file=/dev/null",
                "--pid-file",
                "--port=" + PORT,
                "--listen-address=" + SiteNetwork.WORLD,
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--log-facility=-",
                "--user="));
        command.addAll(records(answers));
        server = processes.start(command, "started, version");
    }

    private static List<String> records(NameAnswers answers) {
        return switch (answers) {
            // Local, so that it has no IPv6 address instead of an error.
            case RIGHT ->
                List.of("--local=/%s/".formatted(RELEASES), "--address=/%s/%s".formatted(RELEASES, SiteNetwork.WORLD));
            case STRANGER -> List.of("--local=/#/", "--address=/#/" + SiteNetwork.STRANGER);
            case PORTAL -> List.of("--local=/#/", "--address=/#/" + SiteNetwork.PORTAL);
            case NO_SUCH_NAME -> List.of("--address=/#/");
            case SILENCE -> throw new IllegalArgumentException("silence has no records");
        };
    }

    @Override
    public void close() {
        if (server != null) {
            processes.end(server);
            server = null;
        }
        if (silence != null) {
            silence.close();
            silence = null;
        }
    }
}
