package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program but for the engine: loop, data folder and local API over HTTP. */
@Timeout(60)
class SupervisorTest {
    private static final String MANAGED = "{\"uuid\":\"17c5\",\"apiEndpoint\":\"https://api.example\"}";
    private static final DeviceIdentity DEVICE = new DeviceIdentity("17c5", "raspberrypi3-64", "ResinOS 1", "1.2.3");

    @TempDir
    Path folder;

    private final FakeEngine engine =
            new FakeEngine().withImage("app:1", "sha256:1").withImage("app:2", "sha256:2");
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Supervisor started;

    @AfterEach
    void end() {
        if (started != null) {
            started.close();
        }
        client.close();
    }

    private void start(String config) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), config);
        started = Supervisor.start(engine, folder, ConfigFile.read(file), DEVICE, host(), 0, () -> {}, log::add);
    }

    private Path host() {
        return folder.resolve("host");
    }

    private Supervisor supervisor() {
        return Objects.requireNonNull(started, "start it first");
    }

    private void news(String image) throws IOException {
        Files.writeString(folder.resolve("apps.json"), Targets.of(image));
    }

    private String logged(Predicate<String> wanted) throws InterruptedException {
        while (true) {
            String line = log.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("a line of the log").isNotNull();
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + supervisor().port() + path))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + supervisor().port() + path))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void an_app_is_kept_running_through_death_and_replacement() throws Exception {
        news("app:1");
        start("{}");
        logged(line -> line.contains("event=service-started") && line.contains("image=app:1"));

        engine.setState(engine.only().id(), "exited");
        logged(line -> line.contains("event=service-started") && line.contains("it has ended"));

        news("app:2");
        logged(line -> line.contains("event=service-started") && line.contains("image=app:2"));
        assertThat(engine.only().image()).isEqualTo("app:2");
    }

    @Test
    void it_is_healthy_as_long_as_its_engine_answers() throws Exception {
        start("{}");
        assertThat(get("/ping").body()).isEqualTo("OK");
        assertThat(get("/v1/healthy").statusCode()).isEqualTo(200);

        engine.goAway();
        assertThat(get("/v1/healthy"))
                .returns(500, HttpResponse::statusCode)
                .returns("unhealthy: the engine at /fake: gone\n", HttpResponse::body);
        assertThat(get("/ping").statusCode()).isEqualTo(200);

        engine.comeBack();
        assertThat(get("/v1/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void an_unmanaged_device_tells_anyone_what_runs() throws Exception {
        news("app:1");
        start("{\"uuid\":\"17c5\"}");
        logged(line -> line.contains("event=service-started"));
        String id = engine.only().id();

        assertThat(get("/v2/version").body()).isEqualTo("{\"status\":\"success\",\"version\":\"1.2.3\"}");
        assertThat(get("/v2/containerId").body()).contains("\"services\":{\"main\":\"" + id + "\"}");
        assertThat(get("/v2/containerId?service=main").body()).contains("\"containerId\":\"" + id + "\"");
        assertThat(get("/v2/containerId?service=none").statusCode()).isEqualTo(503);
        assertThat(get("/v2/applications/state").body())
                .isEqualTo(
                        "{\"labfleet\":{\"appId\":2,\"commit\":\"5573e300\",\"services\":{\"main\":{\"status\":\"Running\",\"releaseId\":7,\"downloadProgress\":null}}}}");
        assertThat(get("/v1/device").body())
                .contains("\"commit\":\"5573e300\"", "\"status\":\"Idle\"", "\"os_version\":\"ResinOS 1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {MANAGED, "{\"apiEndpo", ""})
    void a_device_of_a_fleet_or_of_nobody_knows_whom_tells_nobody_without_its_key(String config) throws Exception {
        start(config);
        String key = Files.readString(folder.resolve("api-key")).strip();

        for (String path : new String[] {"/v1/device", "/v2/version", "/v2/containerId", "/v2/applications/state"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path + "?apikey=" + key.substring(1)).statusCode()).isEqualTo(401);
            assertThat(get(path + "?apikey=" + key).statusCode()).isEqualTo(200);
            assertThat(get(path, "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
        }
        assertThat(get("/ping").statusCode()).isEqualTo(200);
        assertThat(Files.getPosixFilePermissions(folder.resolve("api-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(log).noneMatch(line -> line.contains(key));
    }

    @Test
    void a_reboot_is_refused_while_an_app_holds_its_update_lock_unless_somebody_insists() throws Exception {
        Path lock = Files.createDirectories(host().resolve("services/2/main")).resolve("updates.lock");
        Files.createFile(lock);
        start("{}");

        assertThat(post("/v1/reboot", ""))
                .returns(423, HttpResponse::statusCode)
                .returns("{\"Data\":\"\",\"Error\":\"Updates are locked: by 2/main\"}", HttpResponse::body);
        assertThat(host().resolve("reboot")).doesNotExist();

        assertThat(post("/v1/reboot", "{\"force\":true}").statusCode()).isEqualTo(202);
        assertThat(host().resolve("reboot")).exists();
    }

    @Test
    void a_reboot_is_asked_for_once_the_lock_is_gone() throws Exception {
        Path locks = Files.createDirectories(host().resolve("services/2/main"));
        Path lock = Files.createFile(locks.resolve("resin-updates.lock"));
        start("{}");
        assertThat(post("/v1/reboot", "{\"force\":false}").statusCode()).isEqualTo(423);

        Files.delete(lock);

        assertThat(post("/v1/reboot", "")).returns(202, HttpResponse::statusCode);
        assertThat(host().resolve("reboot")).exists();
    }

    @Test
    void a_reboot_wants_the_key_and_a_host_and_an_understandable_question() throws Exception {
        start(MANAGED);
        String key = Files.readString(folder.resolve("api-key")).strip();

        assertThat(post("/v1/reboot", "").statusCode()).isEqualTo(401);
        assertThat(get("/v1/reboot?apikey=" + key).statusCode()).isEqualTo(405);
        assertThat(post("/v1/reboot?apikey=" + key, "").statusCode()).isEqualTo(500);
        Files.createDirectories(host().resolve("services/2/main/updates.lock"));
        assertThat(post("/v1/reboot?apikey=" + key, "{\"force").statusCode()).isEqualTo(400);
        assertThat(host().resolve("reboot")).doesNotExist();
    }

    @Test
    void nonsense_is_an_error_and_no_more() throws Exception {
        start("{}");

        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(raw("GET /v2/version?a=%zz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GE\0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("POST /v2/version HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(get("/ping").body()).isEqualTo("OK");
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), supervisor().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void without_an_engine_it_tells_and_goes_on() throws Exception {
        engine.goAway();
        news("app:1");
        start("{}");
        logged(line -> line.contains("event=engine-trouble"));
        assertThat(get("/v2/containerId").statusCode()).isEqualTo(503);

        engine.comeBack();

        logged(line -> line.contains("event=service-started"));
    }
}
