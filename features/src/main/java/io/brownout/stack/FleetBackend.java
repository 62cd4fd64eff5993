package io.brownout.stack;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.fleet.ApiServer;
import io.brownout.fleet.FleetCertificates;
import io.brownout.fleet.GitServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The backend of a fleet, whole: container engine, registry, API and git remotes, at addresses that this machine, its containers and its emulated boards reach. Takes root.
 *
 * <p>What it is told is in its folder, and there again at the next start; container images are in the engine's data root. Closing it ends everything. Safe for any thread.
 */
public final class FleetBackend implements AutoCloseable {
    /** Images that Dockerfiles can begin with, by their recipes. */
    private static final List<String> BASES = List.of("busybox");

    private static final String BASE_VERSION = "1";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ContainerEngine engine;
    private final FleetCertificates certificates;
    private final Registry registry;
    private final ApiServer api;
    private final GitServer git;

    private FleetBackend(Places places, Deadline deadline) {
        try {
            ContainerImages images = new ContainerImages(places.recipes(), places.cache());
            engine = own(ContainerEngine.start(places.engine(), deadline));
            load(images, deadline);
            certificates = FleetCertificates.in(places.folder().resolve("certificates"), List.of(engine.address()));
            registry = own(Registry.start(engine, images, places.folder().resolve("registry"), certificates, deadline));
            InetSocketAddress anywhere = new InetSocketAddress(engine.hostAddress(), 0);
            api = own(ApiServer.start(
                    anywhere, places.folder().resolve("fleet.db"), ApiServer.Settings.of(registry.host())));
            git = own(GitServer.start(
                    anywhere, places.folder().resolve("git"), new ApiGitAccess(address(), engine.client())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Where things are.
     *
     * @param folder takes what the backend is told: the API's database, git repositories, what the registry holds
     * @param engine the data root of the container engine; of one backend at a time
     * @param recipes of images, the folder {@code qemu-boards/images}
     * @param cache of those recipes
     */
    public record Places(Path folder, Path engine, Path recipes, Path cache) {}

    /**
     * Starts one.
     *
     * @throws HarnessException if a part does not come up by then
     */
    public static FleetBackend start(Places places, Deadline deadline) {
        try {
            Files.createDirectories(places.folder());
        } catch (IOException e) {
            throw new HarnessException("the folder %s cannot be made: %s".formatted(places.folder(), e), e);
        }
        return new FleetBackend(places, deadline);
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private void load(ContainerImages images, Deadline deadline) {
        for (String base : BASES) {
            try (InputStream archive = Files.newInputStream(images.archive(base, BASE_VERSION, deadline))) {
                engine.client().load(archive);
            } catch (IOException e) {
                throw new HarnessException("the base image %s could not be read: %s".formatted(base, e), e);
            }
        }
    }

    /** Returns the API. */
    public ApiServer api() {
        return api;
    }

    /** Returns the address of the API. */
    public URI address() {
        return URI.create(
                "http://%s:%d".formatted(engine.hostAddress(), api.address().getPort()));
    }

    /** Returns the git remotes. */
    public GitServer git() {
        return git;
    }

    /** Returns what a client of the registry needs. */
    SSLContext trusting() {
        return certificates.trusting();
    }

    /** Returns the certificate that devices must trust, as {@code balenaRootCA} of their config.json has it. */
    String authority() {
        return Base64.getEncoder().encodeToString(certificates.authority().getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the name of the registry, host and port. */
    public String registry() {
        return registry.host();
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = new HarnessException("a part of the backend could not be ended: " + e.getMessage(), e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
