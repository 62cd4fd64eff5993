package io.brownout.stack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is asked of a Docker engine, a device's or the backend's (docker-java). Blocking, and safe for any thread; whatever goes wrong is one of docker-java's own runtime exceptions. */
public final class EngineClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DockerClient client;

    private EngineClient(DockerClient client) {
        this.client = client;
    }

    /** Prepares to talk to the engine at an address that answers each question soon; nothing is sent yet. */
    public static EngineClient at(InetSocketAddress address) {
        return at(tcp(address), Optional.of(PATIENCE));
    }

    /** Prepares to talk to the engine at an address about what takes its time: a build, or a container's words. */
    public static EngineClient patient(InetSocketAddress address) {
        return at(tcp(address), Optional.empty());
    }

    /** Prepares to talk to the engine behind a socket of this machine, about whatever takes its time. */
    static EngineClient behind(Path socket) {
        return at("unix://" + socket, Optional.empty());
    }

    private static String tcp(InetSocketAddress address) {
        return "tcp://%s:%d".formatted(address.getHostString(), address.getPort());
    }

    private static EngineClient at(String place, Optional<Duration> patience) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(place)
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .connectionTimeout(PATIENCE);
        patience.ifPresent(transport::responseTimeout);
        return new EngineClient(DockerClientImpl.getInstance(config, transport.build()));
    }

    /** Returns docker-java's own client, for what is asked once. */
    DockerClient docker() {
        return client;
    }

    /** Returns the version that the engine says. */
    public String version() {
        Version version = client.versionCmd().exec();
        String said = version.getVersion();
        return said == null ? "" : said;
    }

    /** Says whether the engine answers; one whose port leads nowhere does not. */
    public boolean answers() {
        try {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false; // Whatever docker-java makes of a connection that is closed without an answer.
        }
    }

    /** Says whether an engine answers at an address. */
    public static boolean answersAt(InetSocketAddress address) {
        try (EngineClient engine = at(address)) {
            return engine.answers();
        }
    }

    /** Takes in an archive of images as {@code docker save} writes it. */
    void load(InputStream archive) {
        client.loadImageCmd(archive).exec();
    }

    /** Builds a folder with a Dockerfile for the engine's own kind of processor, and gives the image a name. */
    public void build(Path folder, String image, Consumer<String> said) {
        build(folder, "Dockerfile", image, Optional.empty(), said);
    }

    /**
     * Builds a folder with a Dockerfile. Bases are taken from the engine's own images, and fetched only if it has none of that name.
     *
     * @param dockerfile its name in the folder
     * @param platform what the image is for, for example {@code linux/arm64}; empty for the engine's own kind of processor
     * @param said takes each line at once
     */
    void build(Path folder, String dockerfile, String image, Optional<String> platform, Consumer<String> said) {
        WholeLines lines = new WholeLines(said);
        var command = client.buildImageCmd(folder.toFile())
                .withDockerfile(folder.resolve(dockerfile).toFile())
                .withTags(Set.of(image));
        platform.ifPresent(command::withPlatform);
        command.exec(new BuildImageResultCallback() {
                    @Override
                    public void onNext(BuildResponseItem item) {
                        lines.feed(item.getStream());
                        super.onNext(item);
                    }
                })
                .awaitImageId();
        lines.end();
    }

    /**
     * Pushes an image to the registry that its name begins with.
     *
     * @param rights whoever pushes, and its password or token
     * @return the digest under which the registry has it, for example {@code sha256:12…}
     */
    String push(String image, AuthConfig rights) throws InterruptedException {
        String[] digest = {""};
        client.pushImageCmd(image)
                .withAuthConfig(rights)
                .exec(new ResultCallback.Adapter<PushResponseItem>() {
                    @Override
                    public void onNext(PushResponseItem item) {
                        if (item.getErrorDetail() != null) {
                            onError(new DockerClientException(
                                    String.valueOf(item.getErrorDetail().getMessage())));
                        } else if (item.getAux() != null && item.getAux().getDigest() != null) {
                            digest[0] = item.getAux().getDigest();
                        }
                    }
                })
                .awaitCompletion();
        return digest[0];
    }

    /** Returns the size of an image that the engine has. */
    long bytesOf(String image) {
        Long size = client.inspectImageCmd(image).exec().getSize();
        return size == null ? 0 : size;
    }

    /** Starts a container of an image, in place of one of the same name. */
    public void start(String image, String container, Map<String, String> labels) {
        try {
            client.removeContainerCmd(container).withForce(true).exec();
        } catch (NotFoundException e) {
            // The first of its name.
        }
        client.createContainerCmd(image).withName(container).withLabels(labels).exec();
        client.startContainerCmd(container).exec();
    }

    /** Passes on what a container says, from its start to its end, and returns its exit code. */
    public int follow(String container, Consumer<String> said) throws InterruptedException {
        WholeLines lines = new WholeLines(said);
        client.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        lines.feed(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })
                .awaitCompletion();
        lines.end();
        Long exitCode = client.inspectContainerCmd(container).exec().getState().getExitCodeLong();
        return exitCode == null ? -1 : exitCode.intValue();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new HarnessException("the connection to an engine could not be closed: " + e.getMessage(), e);
        }
    }
}
