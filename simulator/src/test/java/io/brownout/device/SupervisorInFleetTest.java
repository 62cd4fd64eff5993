package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program but for the engine, as a device of a small fleet. */
@Timeout(90)
class SupervisorInFleetTest {
    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeEngine().withImage("app:1", "sha256:1");
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    private SmallFleet fleet;
    private Supervisor supervisor;

    @BeforeEach
    void start() throws IOException {
        fleet = new SmallFleet();
        Path file = Files.writeString(
                folder.resolve("config.json"),
                Json.object(
                                "apiEndpoint",
                                fleet.endpoint(),
                                "apiKey",
                                SmallFleet.PROVISIONING_KEY,
                                "applicationId",
                                2,
                                "deviceType",
                                "raspberrypi3-64")
                        .written());
        fleet.wants(wanting("app:1", ""));
        begin(file);
    }

    private void begin(Path file) throws IOException {
        ConfigFile config = Provisioning.withIdentity(ConfigFile.read(file), new Random());
        DeviceIdentity device = new DeviceIdentity(
                config.uuid().orElseThrow(), "raspberrypi3-64", "ResinOS 1", "1.2.3", Optional.of(folder));
        supervisor = Supervisor.start(engine, folder, config, device, folder, 0, () -> {}, log::add);
    }

    @AfterEach
    void end() {
        supervisor.close();
        fleet.close();
    }

    private static String wanting(String image, String config) {
        return Targets.of(image).strip().replaceFirst("\\{", "{\"name\":\"d\",\"config\":{" + config + "},");
    }

    private void logged(String event) throws InterruptedException {
        String line = "";
        while (!line.contains(event)) {
            line = Objects.requireNonNull(log.poll(30, TimeUnit.SECONDS), "a line with " + event);
        }
    }

    private Json.Members reportWith(String words) throws InterruptedException {
        while (true) {
            Json report = Objects.requireNonNull(fleet.reports.poll(30, TimeUnit.SECONDS), "a report with " + words);
            if (report.written().contains(words)) {
                return (Json.Members) report.members().values().iterator().next();
            }
        }
    }

    @Test
    void it_becomes_known_runs_what_the_fleet_wants_and_says_so() throws Exception {
        logged("event=provisioned");
        logged("event=service-started");

        Json.Members report = reportWith("\"update_status\":\"done\"");

        String uuid = ConfigFile.read(folder.resolve("config.json")).uuid().orElseThrow();
        assertThat(fleet.devices).containsOnlyKeys(uuid);
        assertThat(report.at("apps").orElseThrow().written())
                .isEqualTo(
                        "{\"62aa0000000000000000000000000001\":{\"release_uuid\":\"5573e300\",\"releases\":{\"5573e300\":{\"update_status\":\"done\",\"services\":{\"main\":{\"image\":\"app:1\",\"status\":\"Running\"}}}}}}");
        String key = Files.readString(folder.resolve("api-key")).strip();
        assertThat(log).noneMatch(it -> it.contains(key));
    }

    @Test
    void what_the_fleet_wanted_runs_again_without_the_fleet() throws Exception {
        logged("event=service-started");
        supervisor.close();
        fleet.close();
        engine.lose(engine.only().id());
        log.clear();

        begin(folder.resolve("config.json"));

        logged("event=service-started");
        assertThat(engine.only().image()).isEqualTo("app:1");
    }

    @Test
    void a_download_is_told_as_far_as_it_is() throws Exception {
        logged("event=service-started");
        reportWith("done");
        fleet.wants(wanting("app:2", "").replace("5573e300", "aaaa"));
        String key = Files.readString(folder.resolve("api-key")).strip();

        try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            int status = client.send(
                            java.net.http.HttpRequest.newBuilder(java.net.URI.create(
                                            "http://127.0.0.1:" + supervisor.port() + "/v1/update?apikey=" + key))
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .statusCode();
            assertThat(status).isEqualTo(204);
        }
        logged("event=image-fetching");
        engine.pull("app:2").progress(42);

        assertThat(reportWith("Downloading").at("apps").orElseThrow().written())
                .contains("\"update_status\":\"downloading\"", "\"release_uuid\":\"5573e300\"");
    }
}
