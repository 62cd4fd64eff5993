package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.NetworkNamespace;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The proxies of a site, as a company has them at its border: Debian's microsocks for SOCKS5, its tinyproxy for HTTP. Both say whom they connect to. They end with their site. Safe for any thread. */
final class SiteProxies {
    static final int SOCKS5 = 1080;
    static final int HTTP = 8080;
    private static final String SOCKS5_PROGRAM = "usr/bin/microsocks";
    private static final String HTTP_PROGRAM = "usr/bin/tinyproxy";

    private final Overheard socks5 = new Overheard();
    private final Overheard http = new Overheard();

    private SiteProxies() {}

    /** Starts both in a namespace, and waits until they answer. */
    static SiteProxies start(
            SiteProcesses processes, NetworkNamespace namespace, PrivateFolder folder, Deadline deadline) {
        SiteProxies proxies = new SiteProxies();
        try {
            Path configuration =
                    Files.writeString(folder.resolve("tinyproxy.conf"), """
                    Listen %s
                    Port %d
                    Timeout 600
                    MaxClients 20
                    ConnectPort 80
                    LogLevel Connect
                    """.formatted(SiteNetwork.WORLD, HTTP));
            processes.start(
                    List.of(
                            program("microsocks", SOCKS5_PROGRAM),
                            "-i",
                            SiteNetwork.WORLD,
                            "-p",
                            Integer.toString(SOCKS5)),
                    proxies.socks5::add);
            processes.start(
                    List.of(program("tinyproxy-bin", HTTP_PROGRAM), "-d", "-c", configuration.toString()),
                    proxies.http::add);
        } catch (IOException e) {
            throw new HarnessException("a proxy's configuration could not be written: " + e.getMessage(), e);
        }
        awaitAnswer(namespace, SOCKS5, deadline);
        awaitAnswer(namespace, HTTP, deadline);
        return proxies;
    }

    private static String program(String debianPackage, String path) {
        return DebianProgram.folder(debianPackage, path).resolve(path).toString();
    }

    /** The SOCKS proxy does not say when it is ready; a port that nobody listens on yet refuses at once. */
    private static void awaitAnswer(NetworkNamespace namespace, int port, Deadline deadline) {
        while (!answers(namespace, port)) {
            if (deadline.passed()) {
                throw new HarnessException("expected a proxy to listen on port %d of a site, nobody did within %d s"
                        .formatted(port, deadline.allowed().toSeconds()));
            }
            Thread.onSpinWait();
        }
    }

    private static boolean answers(NetworkNamespace namespace, int port) {
        return namespace.inside(() -> {
            try (Socket socket = new Socket(SiteNetwork.WORLD, port)) {
                return socket.isConnected();
            } catch (ConnectException e) {
                return false;
            }
        });
    }

    /** Returns what the SOCKS5 proxy has said: a line for each connection that it has made. */
    Overheard socks5() {
        return socks5;
    }

    /** Returns what the HTTP proxy has said: some lines for each request. */
    Overheard http() {
        return http;
    }
}
