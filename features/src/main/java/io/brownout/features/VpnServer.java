package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The fleet's end of the VPN: Debian's OpenVPN as a server on this machine's loopback, with an authority of its own, that lets devices in by uuid and key.
 *
 * <p>It makes a tunnel interface, so it takes root; addresses are of 198.18.0.0/24 (RFC 2544, for benchmarks). Its process dies with it, and with this program. Not safe for several threads.
 */
final class VpnServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/openvpn";

    private static final String SERVES = "Initialization Sequence Completed";

    private final ServerProcess process;
    private final int port;
    private final String authority;

    private VpnServer(ServerProcess process, int port, String authority) {
        this.process = process;
        this.port = port;
        this.authority = authority;
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
            int port = ServerProcess.freeTcpPort();
            configure(folder, port);
            String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("certificate")));
            ServerProcess process =
                    new ServerProcess(folder, List.of(PROGRAM, "--config", "configuration"), line -> {});
            process.await(SERVES, deadline);
            return new VpnServer(process, port, authority);
        } catch (IOException e) {
            folder.close();
            throw new HarnessException("the VPN server's files could not be written: " + e.getMessage(), e);
        }
    }

    /** A device whose clock was never set lives in its image's year, so the certificate is valid since long before; OpenSSL's own command cannot date back. */
    private static void makeAuthority(Path folder) {
        Path store = folder.resolve("store");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        HostTool.run(("%s -genkeypair -keystore %s -storepass changeit -alias vpn -dname CN=vpn -keyalg EC -groupname"
                        + " secp256r1 -startdate -10y -validity 36500 -ext bc=ca:true -ext ku=digitalSignature,keyCertSign -ext"
                        + " eku=serverAuth")
                .formatted(keytool, store)
                .split(" "));
        HostTool.run("openssl pkcs12 -in %s -passin pass:changeit -nodes -nocerts -out %s"
                .formatted(store, folder.resolve("key"))
                .split(" "));
        HostTool.run("openssl pkcs12 -in %s -passin pass:changeit -nokeys -out %s"
                .formatted(store, folder.resolve("certificate"))
                .split(" "));
    }

    private static void configure(PrivateFolder folder, int port) throws IOException {
        Files.writeString(folder.resolve("configuration"), """
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
    }

    int port() {
        return port;
    }

    /** Returns what config.json calls balenaRootCA. */
    String authority() {
        return authority;
    }

    /** Stops answering, without a word to anybody, as when a line is cut. */
    void fallSilent() {
        process.fallSilent();
    }

    /** Goes on: another process, that knows nothing of connections from before. */
    void comeBack(Deadline deadline) {
        process.startAnew();
        process.await(SERVES, deadline);
    }

    @Override
    public void close() {
        process.close();
    }
}
