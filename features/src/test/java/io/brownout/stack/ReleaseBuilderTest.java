package io.brownout.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.brownout.board.Deadline;
import io.brownout.fleet.Application;
import io.brownout.qemu.ImageStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A push with the developer's own git is built by a real engine for the devices' processor, and lies in a real registry when it has succeeded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseBuilderTest {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Application DEPOT = new Application("anna", "depot");

    private final HttpClient http = HttpClient.newHttpClient();
    private Path folder;
    private FleetBackend backend;
    private String key = "";

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("namespaces of one's own take root")
                .isEqualTo("root");
        folder = temporary;
        backend = FleetBackend.start(
                new FleetBackend.Places(
                        folder.resolve("fleet"),
                        folder.resolve("engine"),
                        Path.of("../qemu-boards/images"),
                        ImageStore.usualCache()),
                Deadline.in(START));
        backend.api().users().add("anna", "correct horse");
        key = asked("POST", "/login_", "{\"username\":\"anna\",\"password\":\"correct horse\"}");
        long organization = json(asked("GET", "/v7/organization", ""))
                .path("d")
                .path(0)
                .path("id")
                .asLong();
        long kind = json(asked("GET", "/v7/device_type?$filter=slug%20eq%20%27raspberrypi3-64%27", ""))
                .path("d")
                .path(0)
                .path("id")
                .asLong();
        asked(
                "POST",
                "/v7/application",
                "{\"app_name\":\"depot\",\"organization\":%d,\"is_for__device_type\":%d}"
                        .formatted(organization, kind));
    }

    @AfterAll
    void stop() {
        if (backend != null) {
            backend.close();
        }
    }

    @Test
    void a_template_is_filled_built_for_the_device_and_pushed() throws Exception {
        Path project = project("template", Map.of("Dockerfile.template", """
                FROM resin/%%RESIN_ARCH%%-busybox:1
                RUN uname -m > /machine && echo %%RESIN_MACHINE_NAME%% > /name
                COPY greeting /greeting
                """, "greeting", "hello"));
        String said = push(project, 0);

        assertThat(said)
                .contains("[main] Step 3/3 : COPY greeting /greeting", "[main] pushing", "is there for its devices");
        JsonNode image =
                lastRelease().path("release_image").path(0).path("image").path(0);
        assertThat(lastRelease().path("status").asString()).isEqualTo("success");
        assertThat(image.path("content_hash").asString()).matches("sha256:[0-9a-f]{64}");
        assertThat(manifest(image.path("is_stored_at__image_location").asString()))
                .contains("\"architecture\":\"arm64\"");
    }

    @Test
    void each_service_of_a_compose_file_is_an_image_and_a_failure_of_one_fails_the_release() throws Exception {
        String compose = """
                version: "2"
                services:
                  web: {build: ./web}
                  base: {image: "resin/aarch64-busybox:1"}
                """;
        Path project = project(
                "compose",
                Map.of(
                        "docker-compose.yml",
                        compose,
                        "web/Dockerfile",
                        "FROM resin/aarch64-busybox:1\nRUN echo web > /web\n"));
        assertThat(push(project, 0)).contains("[web] pushing", "[base] pushing");
        assertThat(lastRelease().path("status").asString()).isEqualTo("success");
        assertThat(lastRelease().path("release_image")).hasSize(2);

        Files.writeString(project.resolve("web/Dockerfile"), "FROM resin/aarch64-busybox:1\nRUN echo away && exit 7\n");
        commit(project);
        assertThat(push(project, 1))
                .contains("[web] away")
                .contains("the build failed: web: ")
                .contains("returned a non-zero code: 7");
        assertThat(lastRelease().path("status").asString()).isEqualTo("failed");
    }

    @Test
    void a_base_that_nobody_has_and_a_folder_outside_of_the_project_are_said() throws Exception {
        Path project = project("nowhere", Map.of("Dockerfile", "FROM resin/no-such-base:1\n"));
        assertThat(push(project, 1)).contains("the build failed: main: ").contains("resin/no-such-base");

        Path linked = project("linked", Map.of("docker-compose.yml", "services: {web: {build: ./web}}\n"));
        Files.createSymbolicLink(linked.resolve("web"), Path.of("/etc"));
        commit(linked);
        assertThat(push(linked, 1)).contains("the build failed: there is no folder ./web in the project");

        Path template = project("template-link", Map.of("docker-compose.yml", "services: {web: {build: .}}\n"));
        Files.createSymbolicLink(template.resolve("Dockerfile.template"), Path.of("/etc/hostname"));
        commit(template);
        assertThat(push(template, 1)).contains("the build failed: Dockerfile.template of . leads out of the project");

        Path outside = project("outside", Map.of("docker-compose.yml", "services: {web: {build: ../../etc}}\n"));
        assertThat(push(outside, 1)).contains("the build failed: there is no folder ../../etc in the project");
        assertThat(lastRelease().path("status").asString()).isEqualTo("failed");
    }

    private JsonNode lastRelease() throws Exception {
        return json(asked("GET", "/v7/release?$orderby=id%20desc&$top=1&$expand=release_image($expand=image)", ""))
                .path("d")
                .path(0);
    }

    private String manifest(String location) throws Exception {
        String path = location.replaceFirst("^[^/]+/", "");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://%s/v2/%s/manifests/latest".formatted(backend.registry(), path)))
                .header("Accept", "application/vnd.docker.distribution.manifest.v1+json")
                .build();
        try (HttpClient trusting =
                HttpClient.newBuilder().sslContext(backend.trusting()).build()) {
            return trusting.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replaceAll("[\\s\\\\]", "");
        }
    }

    private String asked(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(backend.address().resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer.body();
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    private Path project(String name, Map<String, String> files) throws Exception {
        Path project = Files.createDirectories(folder.resolve("projects").resolve(name));
        run(0, project, "git", "init", "-q", "-b", "master");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        commit(project);
        return project;
    }

    private static void commit(Path project) throws Exception {
        run(0, project, "git", "add", "-A");
        run(
                0,
                project,
                "git",
                "-c",
                "user.name=Anna",
                "-c",
                "user.email=anna@example.org",
                "commit",
                "-q",
                "-m",
                "work");
    }

    private String push(Path project, int expected) throws Exception {
        String remote = backend.git().remote(DEPOT).replace("http://", "http://anna:%s@".formatted(key));
        return run(expected, project, "git", "push", "-f", remote, "master");
    }

    private static String run(int expected, Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("remote: ", "");
        assertThat(process.waitFor()).as(said).isEqualTo(expected);
        return said;
    }
}
