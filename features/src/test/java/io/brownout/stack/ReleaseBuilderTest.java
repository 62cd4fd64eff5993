package io.brownout.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AuthConfig;
import io.brownout.board.Deadline;
import io.brownout.fleet.Application;
import io.brownout.fleet.GitAccess;
import io.brownout.fleet.GitServer;
import io.brownout.qemu.ImageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A push with the developer's own git is built by a real engine for the devices' processor, and lies in a real registry when it has succeeded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseBuilderTest {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Application DEPOT = new Application("anna", "depot");

    private final NotedReleases book = new NotedReleases();
    private Path folder;
    private ContainerEngine engine;
    private Registry registry;
    private GitServer git;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Deadline deadline = Deadline.in(START);
        ContainerImages images = new ContainerImages(Path.of("../qemu-boards/images"), ImageStore.usualCache());
        engine = ContainerEngine.start(folder.resolve("engine"), deadline);
        engine.client().load(Files.newInputStream(images.archive("busybox", "1", deadline)));
        registry = Registry.start(engine, images, folder.resolve("registry"), List.of(), deadline);
        book.registry = registry.host();
        git = GitServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("git"),
                (user, key, application) ->
                        new GitAccess.Right.Push(new ReleaseBuilder(engine.client(), book, new AuthConfig())));
    }

    @AfterAll
    void stop() {
        git.close();
        registry.close();
        engine.close();
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
        assertThat(book.noted).last().asString().isEqualTo("succeeded");
        assertThat(manifest(book.lastImage.replaceFirst("^[^/]+/", ""))).contains("\"architecture\":\"arm64\"");
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
        assertThat(book.noted).last().asString().isEqualTo("succeeded");

        Files.writeString(project.resolve("web/Dockerfile"), "FROM resin/aarch64-busybox:1\nRUN echo away && exit 7\n");
        commit(project);
        assertThat(push(project, 1))
                .contains("[web] away")
                .contains("the build failed: web: ")
                .contains("returned a non-zero code: 7");
        assertThat(book.noted).last().asString().isEqualTo("failed");
    }

    @Test
    void a_base_that_nobody_has_and_a_folder_outside_of_the_project_are_said() throws Exception {
        Path project = project("nowhere", Map.of("Dockerfile", "FROM resin/no-such-base:1\n"));
        assertThat(push(project, 1)).contains("the build failed: main: ").contains("resin/no-such-base");

        Path outside = project("outside", Map.of("docker-compose.yml", "services: {web: {build: ../../etc}}\n"));
        assertThat(push(outside, 1)).contains("the build failed: there is no folder ../../etc in the project");
        assertThat(book.noted).last().asString().isEqualTo("failed");
    }

    private String manifest(String name) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://%s/v2/%s/manifests/latest".formatted(registry.host(), name)))
                    .header("Accept", "application/vnd.docker.distribution.manifest.v1+json")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replaceAll("[\\s\\\\]", "");
        }
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
        String remote = git.remote(DEPOT).replace("http://", "http://anna:key@");
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

    /** Stands for the API, which another test asks. */
    private static final class NotedReleases implements ReleaseBook {
        private final List<String> noted = new ArrayList<>();
        private String registry = "";
        private int releases;
        private String lastImage = "";

        @Override
        public DeviceKind kind(Application application) {
            return DeviceKind.RASPBERRY_PI_3_64;
        }

        @Override
        public Draft begin(Application application, String commit, Composition composition) {
            releases++;
            return new Draft() {
                @Override
                public String image(String service) {
                    lastImage = "%s/v2/%s-%d".formatted(registry, service, releases);
                    return lastImage;
                }

                @Override
                public void pushed(String service, String digest, long bytes) {
                    assertThat(digest).matches("sha256:[0-9a-f]{64}");
                    assertThat(bytes).isPositive();
                    noted.add(service);
                }

                @Override
                public void succeed() {
                    noted.add("succeeded");
                }

                @Override
                public void fail() {
                    noted.add("failed");
                }
            };
        }
    }
}
