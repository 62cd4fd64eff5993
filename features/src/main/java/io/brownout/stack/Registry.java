package io.brownout.stack;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.fleet.FleetCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The registry of a fleet: Debian's docker-registry in a container of the backend's engine. Emulated boards and the engine reach it under one name, so that an image's location is the same for builder and device.
 *
 * <p>Closing it removes the container; what it holds stays in its folder. Safe for any thread.
 */
public final class Registry implements AutoCloseable {
    private static final String RECIPE = "registry";
    private static final String VERSION = "1";
    private static final String IMAGE = "brownout/registry:" + VERSION;
    private static final int PORT = 5000;
    private static final String LABEL = "io.brownout.part";
    /** What the registry answers to who has no token, and to everybody if it asks for none. */
    private static final Set<Integer> ALIVE = Set.of(200, 401);

    private final ContainerEngine engine;
    private final String container;

    private Registry(ContainerEngine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder where it keeps what it is given; made if it is not there
     * @param certificates in whose name it speaks TLS
     * @throws HarnessException if it does not answer by then
     */
    static Registry start(
            ContainerEngine engine,
            ContainerImages images,
            Path folder,
            FleetCertificates certificates,
            Deadline deadline) {
        try (InputStream archive = Files.newInputStream(images.archive(RECIPE, VERSION, deadline))) {
            Files.createDirectories(folder);
            certificates.writePem(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
            engine.client().load(archive);
        } catch (IOException e) {
            throw new HarnessException("the image of the registry could not be read: " + e, e);
        }
        ExposedPort inside = ExposedPort.tcp(PORT);
        var created = engine.client()
                .docker()
                .createContainerCmd(IMAGE)
                .withLabels(Map.of(LABEL, RECIPE))
                .withEnv(List.of(
                        "REGISTRY_HTTP_TLS_CERTIFICATE=/data/certificate.pem", "REGISTRY_HTTP_TLS_KEY=/data/key.pem"))
                .withExposedPorts(inside)
                .withHostConfig(HostConfig.newHostConfig()
                        .withBinds(new Bind(folder.toAbsolutePath().toString(), new Volume("/data")))
                        .withPortBindings(new PortBinding(Ports.Binding.bindIpAndPort(engine.address(), PORT), inside)))
                .exec();
        Registry registry = new Registry(engine, created.getId());
        try {
            engine.client().docker().startContainerCmd(created.getId()).exec();
            registry.awaitAnswer(certificates.trusting(), deadline);
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** Returns its name as it stands at the begin of an image's location: host and port. */
    public String host() {
        return "%s:%d".formatted(engine.address(), PORT);
    }

    private void awaitAnswer(SSLContext trusting, Deadline deadline) {
        try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://%s/v2/".formatted(host())))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            String seen = "no answer";
            while (!deadline.left().isZero()) {
                try {
                    int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (ALIVE.contains(status)) {
                        return;
                    }
                    seen = "status " + status;
                } catch (IOException e) {
                    seen = String.valueOf(e.getMessage());
                }
                Thread.sleep(50); // Nothing tells when a port begins to be listened to.
            }
            throw new HarnessException("expected the registry to answer at %s, seen: %s".formatted(host(), seen));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while the registry was starting", e);
        }
    }

    @Override
    public void close() {
        engine.client().docker().removeContainerCmd(container).withForce(true).exec();
    }
}
