package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor, in this JVM, on a real Docker engine; the app is the machine's own {@code sleep} with its libraries. */
@Tag("nightly")
@Timeout(300)
class SupervisorOnEngineTest {
    private static final DeviceIdentity DEVICE = new DeviceIdentity("17c5", "generic-amd64", "Debian", "1.2.3");

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    private RealEngine docker;
    private Supervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        assumeThat(RealEngine.whyNot()).as("what is missing for a real engine").isEmpty();
        docker = RealEngine.start(folder);
        Path tar = folder.resolve("sleeper.tar");
        run("tar -C / -chf " + tar + " bin/sleep $(ldd /bin/sleep | grep -o '/[^ ]*' | sed 's,^/,,')");
        docker.docker("import", "--change", "CMD [\"/bin/sleep\",\"100000\"]", tar.toString(), "sleeper:1");
        docker.docker("import", "--change", "CMD [\"/bin/sleep\",\"200000\"]", tar.toString(), "sleeper:2");
        news("sleeper:1");
        Path config = Files.writeString(folder.resolve("config.json"), "{}");
        supervisor = Supervisor.start(
                new DockerEngine(docker.socket()),
                folder,
                ConfigFile.read(config),
                DEVICE,
                folder,
                0,
                () -> {},
                log::add);
        logged("event=service-started", "image=sleeper:1");
    }

    @AfterEach
    void end() throws Exception {
        if (supervisor != null) {
            supervisor.close();
        }
        if (docker != null) {
            docker.close();
            run("! grep -q " + folder + " /proc/mounts"); // Else a mount was left behind.
        }
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(process.waitFor()).as(command).isZero();
    }

    private void news(String image) throws IOException {
        Files.writeString(
                folder.resolve("apps.json"), Targets.of(image, "\"composition\":{\"volumes\":[\"data:/data\"]}"));
    }

    private void logged(String... words) throws InterruptedException {
        String line = "";
        while (!line.contains(words[0]) || !line.contains(words[1])) {
            line = log.poll(60, TimeUnit.SECONDS);
            assertThat(line)
                    .as("a line of the log with %s", String.join(" and ", words))
                    .isNotNull();
        }
    }

    private String running() throws Exception {
        return docker.docker("ps", "--no-trunc", "--format", "{{.Image}} {{.Names}}");
    }

    private HttpResponse<String> healthy() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + supervisor.port() + "/v1/healthy");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void an_app_starts_comes_back_after_kill_and_removal_and_is_replaced() throws Exception {
        assertThat(running()).isEqualTo("sleeper:1 main_5_7_5573e300");
        assertThat(docker.docker(
                        "inspect",
                        "--format",
                        "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.Binds}}",
                        "main_5_7_5573e300"))
                .isEqualTo("always [2_data:/data]");

        docker.docker("kill", "main_5_7_5573e300");
        logged("event=service-started", "it has ended");
        assertThat(running()).startsWith("sleeper:1");

        docker.docker("rm", "--force", "main_5_7_5573e300");
        logged("event=service-started", "it is new");
        assertThat(running()).startsWith("sleeper:1");

        news("sleeper:2");
        logged("event=service-started", "image=sleeper:2");
        assertThat(running()).isEqualTo("sleeper:2 main_5_7_5573e300");
    }

    @Test
    void an_image_that_cannot_be_fetched_is_told_in_the_engines_words_and_what_runs_goes_on() throws Exception {
        news("127.0.0.1:1/none:1");

        logged("event=image-fetch-failed", "127.0.0.1:1");

        assertThat(running()).isEqualTo("sleeper:1 main_5_7_5573e300");
    }

    @Test
    void an_app_that_gets_a_second_service_gets_a_network_and_an_app_that_goes_leaves_nothing() throws Exception {
        Files.writeString(folder.resolve("apps.json"), """
                {"apps":{"62aa0000000000000000000000000001":{"id":2,"name":"labfleet","releases":{"5573e301":{"id":8,"volumes":{"data":{}},"services":{
                 "main":{"id":3,"image_id":5,"image":"sleeper:1","composition":{"depends_on":["db"],"volumes":["data:/data"]}},
                 "db":{"id":4,"image_id":6,"image":"sleeper:2"}}}}}}}
                """);
        logged("event=service-started", "service=db");
        logged("event=service-started", "service=main");
        assertThat(docker.docker("ps", "--filter", "network=2_default", "--format", "{{.Names}}")
                        .lines())
                .containsExactlyInAnyOrder("main_5_8_5573e301", "db_6_8_5573e301");

        Files.writeString(folder.resolve("apps.json"), "{\"apps\":{}}");
        logged("event=image-removed", "image=sleeper:2");

        assertThat(docker.docker("ps", "--all", "--quiet")).isEmpty();
        assertThat(docker.docker("volume", "ls", "--quiet")).isEmpty();
        assertThat(docker.docker("network", "ls", "--format", "{{.Name}}")).doesNotContain("2_default");
        assertThat(docker.docker("images", "--quiet")).isEmpty();
    }

    @Test
    void an_engine_that_has_gone_is_told_and_the_app_comes_back_with_it() throws Exception {
        assertThat(healthy().statusCode()).isEqualTo(200);

        docker.stop();
        assertThat(healthy())
                .returns(500, HttpResponse::statusCode)
                .satisfies(it -> assertThat(it.body()).contains(docker.socket().toString()));

        docker.startAgain();
        assertThat(healthy().statusCode()).isEqualTo(200);
        docker.docker("kill", "main_5_7_5573e300");
        logged("event=service-started", "it has ended");
        assertThat(running()).startsWith("sleeper:1");
    }
}
