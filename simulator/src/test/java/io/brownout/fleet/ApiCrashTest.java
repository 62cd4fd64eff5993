package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.fleet.FleetClient.Answer;
import io.brownout.fleet.FleetScene.Registered;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills an API while it writes. */
class ApiCrashTest {
    private static final int WRITERS = 8;
    private static final int BEFORE_THE_KILL = 60;

    @TempDir
    Path folder;

    @Test
    void what_was_answered_with_success_outlives_the_kill_of_the_process() throws IOException, InterruptedException {
        Registered device;
        try (FleetScene scene = new FleetScene(folder)) {
            device = scene.device(FleetScene.UUID);
        }
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 3; round++) {
            killWhileWriting("round%d-".formatted(round), device, answered);
        }

        try (ApiServer after = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("fleet.db"),
                ApiServer.Settings.of("registry.test"))) {
            Set<String> kept = FleetClient.of(after)
                    .with(device.client().key())
                    .get("/v7/device_tag?$select=tag_key")
                    .rows()
                    .valueStream()
                    .map(it -> it.path("tag_key").asString())
                    .collect(Collectors.toSet());
            assertThat(kept).containsAll(answered);
        }
        assertThat(answered).hasSizeGreaterThanOrEqualTo(3 * BEFORE_THE_KILL);
    }

    private void killWhileWriting(String name, Registered device, Queue<String> answered)
            throws IOException, InterruptedException {
        Process api = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApiProcess.class.getName(),
                        folder.resolve("fleet.db").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
                BufferedReader said = api.inputReader()) {
            FleetClient client = device.client().at(URI.create("http://127.0.0.1:" + said.readLine()));
            for (int writer = 0; writer < WRITERS; writer++) {
                String tag = name + writer + "-";
                writers.execute(() -> write(client, device.id(), tag, answered, enough));
            }
            assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
            api.destroyForcibly().waitFor();
        } finally {
            api.destroyForcibly();
        }
    }

    /** Until nobody answers any more. */
    private static void write(
            FleetClient client, long device, String tag, Queue<String> answered, CountDownLatch enough) {
        try {
            for (int i = 0; ; i++) {
                Answer answer = client.post(
                        "/v7/device_tag",
                        Json.object()
                                .put("device", device)
                                .put("tag_key", tag + i)
                                .put("value", ""));
                if (answer.status() == 201) {
                    answered.add(tag + i);
                    enough.countDown();
                }
            }
        } catch (UncheckedIOException e) {
            // It was killed.
        }
    }
}
