package io.brownout.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's HTTP client to one API. Over TLS it trusts the certificates that config.json names in {@code balenaRootCA}, or those of its runtime; the guest's has none. */
final class JdkFleetHttp implements FleetHttp, AutoCloseable {
    /** For the connection, and for the answer, as balena's supervisor has it. */
    private static final Duration PHASE = Duration.ofSeconds(59);

    private final HttpClient client;
    private final String endpoint;

    private JdkFleetHttp(HttpClient client, String endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /**
     * Makes one for an endpoint, {@code https://HOST[:PORT]}.
     *
     * @param authority certificates in PEM, in base64 once more; empty for those of the runtime
     * @throws IOException if they cannot be read
     */
    static JdkFleetHttp of(String endpoint, Optional<String> authority) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PHASE)
                .followRedirects(
                        HttpClient.Redirect.NEVER); // A key is for whom config.json names, and for nobody else.
        if (authority.isPresent()) {
            client.sslContext(trusting(authority.get()));
        }
        return new JdkFleetHttp(
                client.build(), endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint);
    }

    private static SSLContext trusting(String authority) throws IOException {
        try {
            byte[] pem = Base64.getMimeDecoder().decode(authority);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("fleet-" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "expected certificates in base64 in balenaRootCA of config.json: " + e.getMessage(), e);
        }
    }

    @Override
    public Answer send(Request request) throws IOException {
        HttpRequest.BodyPublisher body = request.body()
                .map(it -> HttpRequest.BodyPublishers.ofString(it.written()))
                .orElse(HttpRequest.BodyPublishers.noBody());
        HttpRequest.Builder asked;
        try {
            asked = HttpRequest.newBuilder(URI.create(endpoint + request.path()));
        } catch (IllegalArgumentException e) {
            throw new IOException("expected a URL in apiEndpoint of config.json: " + e.getMessage(), e);
        }
        asked.timeout(PHASE).method(request.method(), body).header("Content-Type", "application/json");
        request.key().ifPresent(key -> asked.header("Authorization", "Bearer " + key));
        request.further().forEach(asked::header);
        try {
            HttpResponse<String> answer =
                    client.send(asked.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("ETag"),
                    answer.headers().firstValue("Retry-After"),
                    answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the API was asked", e);
        }
    }

    /** Ends what is on its way. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
