package io.brownout.features;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The container engine of a development device, reached over TCP as its developer's tools do (docker-java). Blocking; whatever goes wrong is one of docker-java's own runtime exceptions. */
final class DeviceEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DockerClient client;

    private DeviceEngine(DockerClient client) {
        this.client = client;
    }

    /** Prepares to talk to the engine at an address that answers each question soon; nothing is sent yet. */
    static DeviceEngine at(InetSocketAddress address) {
        return at(address, Optional.of(PATIENCE));
    }

    /** Prepares to talk to the engine at an address about what takes its time: a build, or a container's words. */
    static DeviceEngine patient(InetSocketAddress address) {
        return at(address, Optional.empty());
    }

    private static DeviceEngine at(InetSocketAddress address, Optional<Duration> patience) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("tcp://%s:%d".formatted(address.getHostString(), address.getPort()))
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .connectionTimeout(PATIENCE);
        patience.ifPresent(transport::responseTimeout);
        return new DeviceEngine(DockerClientImpl.getInstance(config, transport.build()));
    }

    /** Returns the version that the engine says. */
    String version() {
        Version version = client.versionCmd().exec();
        String said = version.getVersion();
        return said == null ? "" : said;
    }

    /** Says whether an engine answers at an address; one whose port leads nowhere does not. */
    static boolean answersAt(InetSocketAddress address) {
        try (DeviceEngine engine = at(address)) {
            engine.client.pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false; // Whatever docker-java makes of a connection that is closed without an answer.
        }
    }

    /** Builds a folder with a Dockerfile, and gives the image a name. */
    void build(Path folder, String image, Consumer<String> said) {
        WholeLines lines = new WholeLines(said);
        client.buildImageCmd(folder.toFile())
                .withTags(Set.of(image))
                .exec(new BuildImageResultCallback() {
                    @Override
                    public void onNext(BuildResponseItem item) {
                        lines.feed(item.getStream());
                        super.onNext(item);
                    }
                })
                .awaitImageId();
        lines.end();
    }

    /** Starts a container of an image, in place of one of the same name. */
    void start(String image, String container, Map<String, String> labels) {
        try {
            client.removeContainerCmd(container).withForce(true).exec();
        } catch (NotFoundException e) {
            // The first of its name.
        }
        client.createContainerCmd(image).withName(container).withLabels(labels).exec();
        client.startContainerCmd(container).exec();
    }

    /** Passes on what a container says, from its start to its end, and returns its exit code. */
    int follow(String container, Consumer<String> said) throws InterruptedException {
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
            throw new HarnessException(
                    "the connection to the device's engine could not be closed: " + e.getMessage(), e);
        }
    }
}
