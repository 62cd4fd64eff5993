package io.brownout.features;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The container engine of a development device, reached over TCP as its developer's tools do (docker-java). */
final class DeviceEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DockerClient client;

    private DeviceEngine(DockerClient client) {
        this.client = client;
    }

    /** Prepares to talk to the engine at an address; nothing is sent yet. */
    static DeviceEngine at(InetSocketAddress address) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("tcp://%s:%d".formatted(address.getHostString(), address.getPort()))
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .connectionTimeout(PATIENCE)
                .responseTimeout(PATIENCE)
                .build();
        return new DeviceEngine(DockerClientImpl.getInstance(config, transport));
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
