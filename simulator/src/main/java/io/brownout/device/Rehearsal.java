package io.brownout.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The supervisor's part played once, from its start to its end, against an engine that answers by rote.
 *
 * <p>The build of the container's image runs it under the JVM of the device: the classes that it has loaded go into the archive from which the real supervisor starts (JEP 310), and an image whose program
 * does not run is not built.
 */
final class Rehearsal {
    private static final String APPS = """
            {"apps":{"62aa":{"id":1,"name":"rehearsal","releases":{"5573":{"id":1,"services":{"main":
             {"id":1,"image_id":1,"image":"rehearsal:1","environment":{"A":"1"},"labels":{"l":"1"},"composition":{"restart":"always","volumes":["data:/data"]}}}}}}}}
            """;
    private static final String CONFIG = "{\"uuid\": \"17c5\", \"deviceType\": \"rehearsal\", \"listenPort\": 48484}\n";

    private Rehearsal() {}

    /** Plays it in a folder of its own; {@link IOException} if something was not as it is to be. */
    static void run(DeviceLog log) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("rehearsal");
        Path socket = folder.resolve("engine.sock");
        try (RehearsalEngine engine = RehearsalEngine.start(socket)) {
            Files.writeString(folder.resolve(TargetFolder.NEWS), APPS);
            Path config = Files.writeString(folder.resolve("config.json"), CONFIG);
            Map<String, String> environment = Map.of(
                    "DOCKER_SOCKET", socket.toString(),
                    "DATA_FOLDER", folder.toString(),
                    "CONFIG_JSON", config.toString(),
                    "HOST_OS_RELEASE", config.toString(),
                    "LISTEN_PORT", "0");
            try (Supervisor supervisor = SupervisorMain.start(environment, () -> {}, log)) {
                if (!engine.hasStarted().await(60, TimeUnit.SECONDS)) {
                    throw new IOException("expected the supervisor to start its app within 60 s, it did not");
                }
                for (String path : new String[] {
                    "/ping",
                    "/v1/healthy",
                    "/v1/device?apikey=1",
                    "/v2/version",
                    "/v2/containerId",
                    "/v2/applications/state"
                }) {
                    expectSuccess(supervisor.port(), path);
                }
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        log.event("rehearsal-done");
    }

    private static void expectSuccess(int port, String path) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            channel.write(StandardCharsets.US_ASCII.encode(
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) >= 0 && answer.hasRemaining()) {
                // Up to the end.
            }
            String text = StandardCharsets.UTF_8.decode(answer.flip()).toString();
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("expected 200 for " + path + ", saw: "
                        + Optional.of(text).filter(it -> !it.isEmpty()).orElse("nothing"));
            }
        }
    }
}
