package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's end of the VPN: Debian's OpenVPN as a server on this machine's loopback, with an authority of its own, that lets devices in by uuid and key.
 *
 * <p>It makes a tunnel interface, so it takes root; addresses are of 198.18.0.0/24 (RFC 2544, for benchmarks). Its process dies with it, and with this program. Not safe for several threads.
 */
final class VpnServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/openvpn";

    private final PrivateFolder folder;
    private final int port;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Process process;

    private VpnServer(PrivateFolder folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = start();
    }

    /** Starts a server that lets in one device, and waits until it serves. */
    static VpnServer lettingIn(String uuid, String key, Deadline deadline) {
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        try {
            makeAuthority(folder.path());
            Path check = folder.resolve("check");
            Files.writeString(check, """
                    #!/bin/sh
                    [ "$(cat "$1")" = '%s
                    %s' ]
                    """.formatted(uuid, key));
            HostTool.run("chmod", "700", check.toString());
            VpnServer server = new VpnServer(folder, freePort());
            server.await("Initialization Sequence Completed", deadline);
            return server;
        } catch (IOException e) {
            folder.close();
            throw new HarnessException(
                    "%s could not be started: %s; ./brownout doctor says what is missing"
                            .formatted(PROGRAM, e.getMessage()),
                    e);
        }
    }

    /** A device whose clock was never set lives in its image's year, so the certificate is valid since long before; OpenSSL's own command cannot date back. */
    private static void makeAuthority(Path folder) {
        Path store = folder.resolve("store");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        HostTool.run(
                ("%s -genkeypair -keystore %s -storepass changeit -alias vpn -dname CN=vpn -keyalg EC -groupname secp256r1 -startdate -10y -validity 36500"
                                + " -ext bc=ca:true -ext ku=digitalSignature,keyCertSign -ext eku=serverAuth")
                        .formatted(keytool, store)
                        .split(" "));
        HostTool.run("openssl pkcs12 -in %s -passin pass:changeit -nodes -nocerts -out %s"
                .formatted(store, folder.resolve("key"))
                .split(" "));
        HostTool.run("openssl pkcs12 -in %s -passin pass:changeit -nokeys -out %s"
                .formatted(store, folder.resolve("certificate"))
                .split(" "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    private Process start() throws IOException {
        Path configuration = Files.writeString(folder.resolve("configuration"), """
                mode server
                tls-server
                dev brownout-vpn
                dev-type tun
                server 198.18.0.0 255.255.255.0
                proto tcp-server
                local 127.0.0.1
                port %d
                ca certificate
                cert certificate
                key key
                dh none
                verify-client-cert none
                username-as-common-name
                script-security 2
                auth-user-pass-verify ./check via-file
                tmp-dir .
                """.formatted(port));
        Process started = folder.own(new ProcessBuilder(
                        PROGRAM, "--cd", folder.path().toString(), "--config", configuration.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader said = started.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("vpn server " + port).start(() -> said.lines().forEach(lines::add));
        return started;
    }

    /** Waits for the next line that it logs with this text. */
    private void await(String text, Deadline deadline) {
        StringBuilder seen = new StringBuilder();
        try {
            for (String line = next(deadline); line != null; line = next(deadline)) {
                seen.append(line).append('\n');
                if (line.contains(text)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for the VPN server", e);
        }
        close();
        throw new HarnessException("expected the VPN server to say \"%s\", seen: %s".formatted(text, seen));
    }

    private @Nullable String next(Deadline deadline) throws InterruptedException {
        return lines.poll(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    }

    int port() {
        return port;
    }

    /** Returns what config.json calls balenaRootCA. */
    String authority() {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("certificate")));
        } catch (IOException e) {
            throw new HarnessException("the VPN server's certificate cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stops answering, without a word to anybody, as when a line is cut. */
    void fallSilent() {
        HostTool.run("kill", "-STOP", String.valueOf(process.pid()));
    }

    /** Goes on: another process, that knows nothing of connections from before. */
    void comeBack(Deadline deadline) {
        process.destroyForcibly().onExit().join();
        lines.clear();
        try {
            process = start();
        } catch (IOException e) {
            throw new HarnessException("the VPN server could not be started again: " + e.getMessage(), e);
        }
        await("Initialization Sequence Completed", deadline);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        folder.close();
    }
}
