package io.brownout.features;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.stack.EngineClient;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Local mode: a folder with a Dockerfile is built by a development device's own engine and run there, past the fleet and the supervisor. Blocking; one at a time.
 *
 * @param engine where the device's engine answers: port 2377 of the device, if its config.json names no other
 * @param folder what is built
 * @param name of the image and of the container
 */
public record LocalPush(InetSocketAddress engine, Path folder, String name) {
    /** How the engine names containers (moby, daemon/names); in lower case, since the image has the same name. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]*");

    /** By this label a container that was pushed is known. */
    private static final Map<String, String> LABELS = Map.of("io.brownout.pushed", "true");

    /** Checks what can be checked here: {@link UsageException} if there is no Dockerfile, or no name can be made of it. */
    public LocalPush {
        if (!Files.isRegularFile(folder.resolve("Dockerfile"))) {
            throw new UsageException(
                    "expected a Dockerfile in %s, there is none; name the folder with --source".formatted(folder));
        }
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "\"%s\" is no name for a container, expected lower case letters, digits and -_.; choose one with --name"
                            .formatted(name));
        }
    }

    /**
     * Builds and starts it, in place of what was pushed under the same name before.
     *
     * @param said takes each line that the engine says while it builds
     * @throws UsageException if no engine answers, as with a production device, or the folder cannot be built
     */
    public void start(Consumer<String> said) {
        requireEngine();
        try (EngineClient device = EngineClient.patient(engine)) {
            device.build(folder, name, said);
            device.start(name, name, LABELS);
        } catch (DockerClientException | DockerException e) {
            throw new UsageException("expected %s to be built and started on the device, its engine says: %s"
                    .formatted(folder, oneLine(e)));
        }
    }

    /**
     * Passes on what it says, from its start to its end, and returns its exit code.
     *
     * @throws HarnessException if the device is lost meanwhile
     */
    public int follow(Consumer<String> said) {
        try (EngineClient device = EngineClient.patient(engine)) {
            return device.follow(name, said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while following the logs of " + name, e);
        } catch (RuntimeException e) {
            throw new HarnessException("the logs of %s broke off: %s".formatted(name, oneLine(e)), e);
        }
    }

    /** Whatever docker-java makes of a port that is closed. */
    private void requireEngine() {
        try (EngineClient device = EngineClient.at(engine)) {
            device.version();
        } catch (RuntimeException e) {
            throw new UsageException(
                    "expected a container engine at %s:%d, seen: %s; a production device has none for you: push to one with a development image, and to the enginePort of its config.json"
                            .formatted(engine.getHostString(), engine.getPort(), oneLine(e)));
        }
    }

    private static String oneLine(RuntimeException e) {
        Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        return String.valueOf(cause.getMessage()).strip().replace('\n', ' ');
    }
}
