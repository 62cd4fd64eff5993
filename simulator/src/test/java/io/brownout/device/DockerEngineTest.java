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
