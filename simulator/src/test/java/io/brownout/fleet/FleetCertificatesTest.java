package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCertificatesTest {
    @TempDir
    Path folder;

    private FleetCertificates certificates(String... names) {
        return FleetCertificates.in(folder.resolve("certificates"), List.of(names));
    }

    /** What a device does with the authority in its config.json. */
    private static HttpClient trusting(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "fleet",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void who_trusts_the_fleets_authority_and_only_who_does_speaks_with_its_api()
            throws GeneralSecurityException, IOException, InterruptedException {
        FleetCertificates certificates = certificates("localhost", "127.0.0.1");
        try (ApiServer server = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("fleet.db"),
                ApiServer.Settings.of("registry.test").with(certificates))) {
            HttpRequest ping = HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d/ping"
                            .formatted(server.address().getPort())))
                    .build();

            try (HttpClient device = trusting(certificates.authority());
                    HttpClient other = HttpClient.newHttpClient()) {
                assertThat(device.send(ping, BodyHandlers.ofString()).body()).isEqualTo("OK");
                assertThatThrownBy(() -> other.send(ping, BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void devices_trust_the_fleet_after_a_restart_and_under_another_name() throws IOException {
        String before = certificates("localhost").authority();

        assertThat(certificates("localhost").authority()).isEqualTo(before);
        assertThat(certificates("api.fleet.test").authority()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("certificates"))))
                .isEqualTo("rwx------");
    }
}
