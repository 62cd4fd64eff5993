package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.brownout.board.Deadline;
import io.brownout.qemu.NetworkNamespace;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxies of a site, asked by the JDK's client for SOCKS and by hand, in a namespace without a site. */
@Timeout(120)
class SiteProxiesTest {
    private static final Deadline SOON = Deadline.in(Duration.ofSeconds(60));

    @TempDir
    private Path parent;

    @BeforeEach
    void is_root() {
        assumeThat(System.getProperty("user.name"))
                .as("network namespaces take root")
                .isEqualTo("root");
    }

    @Test
    void each_carries_a_request_and_says_whom_it_has_connected_to() throws IOException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.create(parent);
                NetworkNamespace namespace = NetworkNamespace.create();
                SiteProcesses processes = new SiteProcesses(folder, namespace)) {
            processes.run(
                    List.of("sh", "-ec", "ip link set lo up; ip addr add %s/24 dev lo".formatted(SiteNetwork.WORLD)));
            HttpServer web = namespace.inside(() -> HttpServer.create(new InetSocketAddress(SiteNetwork.WORLD, 80), 0));
            web.start();
            SiteProxies proxies = SiteProxies.start(processes, namespace, folder, SOON);

            String throughSocks = namespace.inside(() -> {
                InetSocketAddress proxy = new InetSocketAddress(SiteNetwork.WORLD, SiteProxies.SOCKS5);
                try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy))) {
                    socket.connect(new InetSocketAddress(SiteNetwork.WORLD, 80));
                    return answer(socket, "GET / HTTP/1.0\r\n\r\n");
                }
            });
            String throughHttp = namespace.inside(() -> {
                try (Socket socket = new Socket(SiteNetwork.WORLD, SiteProxies.HTTP)) {
                    return answer(socket, "CONNECT %s:80 HTTP/1.0\r\n\r\n".formatted(SiteNetwork.WORLD));
                }
            });
            web.stop(0);

            assertThat(throughSocks).startsWith("HTTP/1.1 404");
            assertThat(proxies.socks5().await(SOON, "connected to " + SiteNetwork.WORLD + ":80"))
                    .isTrue();
            assertThat(throughHttp).startsWith("HTTP/1.0 200");
            assertThat(proxies.http().await(SOON, "CONNECT " + SiteNetwork.WORLD + ":80"))
                    .isTrue();
        }
    }

    private static String answer(Socket socket, String question) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
