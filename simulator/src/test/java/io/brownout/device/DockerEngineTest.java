package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's answers are as its API documents them in version 1.41; {@code SupervisorOnEngineTest} asks a real one. */
@Timeout(60)
class DockerEngineTest {
    @TempDir
    Path folder;

    private EngineOnSocket server;
    private DockerEngine engine;

    @BeforeEach
    void start() throws IOException {
        server = new EngineOnSocket(folder.resolve("engine.sock"));
        engine = new DockerEngine(folder.resolve("engine.sock"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void containers_are_read_from_its_list() throws InterruptedException {
        server.answering("GET /v1.41/containers/json", 200, """
                [{"Id":"abc","Names":["/main_1"],"Image":"app:1","ImageID":"sha256:1","Command":"x","Created":7,"State":"running","Status":"Up","Labels":{"io.balena.app-id":"2"}},
                 {"Id":"def","Names":null,"Image":"app:2","ImageID":"sha256:2","State":"exited","Labels":{}}]""");

        assertThat(engine.containers()).extracting(EngineContainer::id).containsExactly("abc", "def");
        EngineContainer first = engine.containers().getFirst();
        assertThat(first.name()).isEqualTo("main_1");
        assertThat(first.state()).isEqualTo("running");
        assertThat(first.label(Labels.APP_ID)).hasValue("2");
        assertThat(server.requests.take()).startsWith("GET /v1.41/containers/json?all=1&filters=%7B%22label%22");
    }

    @Test
    void an_answer_in_chunks_is_put_together() {
        server.answering(
                "/images/",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Id\"\r\n9;x=y\r\n:\"sha256\"\r\n1\r\n}\r\n0\r\n\r\n");

        assertThat(engine.imageId("app:1")).hasValue("sha256");
    }

    @Test
    void an_answer_without_a_length_ends_with_its_connection() {
        server.answering("/images/", "HTTP/1.0 200 OK\r\n\r\n{\"Id\":\"sha256:1\"}");

        assertThat(engine.imageId("app:1")).hasValue("sha256:1");
    }

    @Test
    void an_image_that_is_not_there_is_empty_and_its_name_may_have_slashes_and_a_digest() throws InterruptedException {
        assertThat(engine.imageId("registry:5000/v2/abc@sha256:1")).isEqualTo(Optional.empty());
        assertThat(server.requests.take()).startsWith("GET /v1.41/images/registry:5000/v2/abc@sha256:1/json ");
    }

    @Test
    void what_it_refuses_is_told_in_its_own_words() {
        server.answering("/start", 500, "{\"message\":\"driver failed: port is already allocated\"}");

        assertThatThrownBy(() -> engine.start("abc"))
                .isInstanceOf(EngineException.class)
                .hasMessage("asked to start abc, the engine said 500: driver failed: port is already allocated");
    }

    @Test
    void what_is_done_already_is_no_error() throws InterruptedException {
        server.answering("/start", "HTTP/1.1 304 Not Modified\r\n\r\n");

        engine.start("abc");
        engine.stop("abc");
        engine.remove("abc");

        // The server notes a request once it has answered it, which may be after we have the answer.
        List<String> noted = new ArrayList<>();
        for (int request = 0; request < 3; request++) {
            noted.add(Objects.requireNonNull(server.requests.poll(20, TimeUnit.SECONDS), "a request"));
        }
        assertThat(noted)
                .anyMatch(it -> it.contains("/start "))
                .anyMatch(it -> it.contains("/stop?"))
                .anyMatch(it -> it.startsWith("DELETE "));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void an_engine_that_is_not_there_is_told_with_its_socket() throws IOException {
        server.close();

        assertThatThrownBy(engine::ping)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.resolve("engine.sock").toString());
    }

    @Test
    void an_engine_that_does_not_answer_a_ping_is_given_five_seconds() {
        server.answering("/_ping", EngineOnSocket.OPEN);

        assertThatThrownBy(engine::ping)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has not answered within 5 s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 2",
                "HELLO\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot json!",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
            })
    void an_answer_that_is_none_is_an_error_and_no_more(String bytes) {
        server.answering("/images/", bytes);

        assertThatThrownBy(() -> engine.imageId("app:1")).isInstanceOf(EngineException.class);
    }

    private List<String> pulled(String answer) throws InterruptedException {
        server.answering("/images/create", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + answer);
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RegistryLogin login = new RegistryLogin("reg:5000", "d_17c5", "secret");
        engine.pull("reg:5000/v2/app", Optional.of(login), new Engine.PullListener() {
            @Override
            public void progress(int percent) {
                heard.add(Integer.toString(percent));
            }

            @Override
            public void ended(Optional<String> failure) {
                heard.add("ended " + failure.orElse("well"));
            }
        });
        List<String> all = new ArrayList<>();
        do {
            all.add(Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS), "a word from the pull"));
        } while (!all.getLast().startsWith("ended"));
        return all;
    }

    private static String chunks(String... texts) {
        StringBuilder out = new StringBuilder();
        for (String text : texts) {
            out.append(Integer.toHexString(text.length()))
                    .append("\r\n")
                    .append(text)
                    .append("\r\n");
        }
        return out + "0\r\n\r\n";
    }

    @Test
    void a_pull_shows_the_devices_key_and_tells_its_progress_line_by_line_wherever_chunks_end() throws Exception {
        assertThat(pulled(chunks(
                        "{\"status\":\"Pulling fs layer\",\"progressDetail\":{},\"id\":\"a\"}\r\n{\"status\":\"Downl",
                        "oading\",\"progressDetail\":{\"current\":25,\"total\":100},\"id\":\"a\"}\r\n",
                        "{\"status\":\"Download complete\",\"progressDetail\":{},\"id\":\"a\"}\r\n")))
                .containsExactly("25", "99", "ended well");

        String request = server.requests.take();
        assertThat(request).startsWith("POST /v1.41/images/create?fromImage=reg%3A5000%2Fv2%2Fapp%3Alatest ");
        String header = request.lines()
                .filter(it -> it.startsWith("X-Registry-Auth: "))
                .findFirst()
                .orElseThrow();
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(header.substring(17)),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"username\":\"d_17c5\",\"password\":\"secret\",\"serveraddress\":\"reg:5000\"}");
    }

    @Test
    void a_pull_that_fails_after_it_has_begun_well_or_breaks_off_has_failed() throws Exception {
        assertThat(pulled(chunks("{\"errorDetail\":{\"message\":\"x\"},\"error\":\"manifest unknown\"}\r\n")))
                .containsExactly("ended manifest unknown");
        assertThat(pulled("9\r\n{\"status\"").getLast()).startsWith("ended the engine closed the connection");
    }

    @Test
    void a_container_in_two_networks_joins_the_second_before_it_starts() throws Exception {
        server.answering("/containers/create", 201, "{\"Id\":\"abc\"}").answering("/networks/", 200, "");
        TargetState.App app = Targets.read(Targets.of("app:1", "\"composition\":{\"networks\":[\"front\",\"back\"]}"))
                .apps()
                .getFirst();
        DeviceIdentity device = new DeviceIdentity("17c5", "", "", "");

        engine.create(ContainerSpec.of(app, app.services().getFirst(), device));

        assertThat(server.requests.take())
                .contains(
                        "\"NetworkMode\":\"2_front\"", "{\"EndpointsConfig\":{\"2_front\":{\"Aliases\":[\"main\"]}}}");
        assertThat(server.requests.take())
                .startsWith("POST /v1.41/networks/2_back/connect ")
                .contains("\"Container\":\"abc\"", "\"Aliases\":[\"main\"]");
    }

    @Test
    void volumes_are_told_with_their_app_if_the_supervisor_made_them() {
        server.answering("GET /v1.41/volumes", 200, """
                {"Volumes":[{"Name":"2_data","Labels":{"io.balena.supervised":"true","io.balena.app-id":"2"}},{"Name":"mine","Labels":null}],"Warnings":null}""");
        server.answering("GET /v1.41/networks", 200, "[]");

        assertThat(engine.volumes())
                .containsExactly(EngineResource.of(2, "data"), new EngineResource("mine", Optional.empty()));
        assertThat(engine.networks()).isEmpty();
    }

    @Test
    void a_watch_calls_when_something_happens_and_when_the_engine_goes_and_ends_when_closed() throws Exception {
        server.answering("/events", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + EngineOnSocket.OPEN);
        LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
        try (Engine.Watch _ = engine.watch(() -> calls.add("changed"))) {
            assertThat(calls.poll(20, TimeUnit.SECONDS)).as("the watch is on").isNotNull();
            server.requests.take();

            server.say("2\r\n{}\r\n");
            assertThat(calls.poll(20, TimeUnit.SECONDS)).as("an event").isNotNull();

            server.close();
            assertThat(calls.poll(20, TimeUnit.SECONDS))
                    .as("the engine has gone")
                    .isNotNull();
        }
    }
}
