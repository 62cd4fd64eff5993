package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A push, against an engine of the test's own that answers as the Docker API says; the real one answers in services.feature. */
class PushCommandTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer engine;
    private String built =
            "{\"stream\":\"Step 1/1 : FROM base\\n\"}\n{\"stream\":\"Successfully built 0123456789ab\\n\"}\n";
    private int exitCode;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @BeforeEach
    void startEngine() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
        Files.writeString(folder.resolve("Dockerfile"), "FROM base\n");
    }

    @AfterEach
    void stopEngine() {
        engine.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String what = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
        asked.add(what);
        exchange.getRequestBody().readAllBytes();
        switch (what) {
            case "GET /version" -> answer(exchange, 200, bytes("{\"Version\":\"26.1.5\"}"));
            case "POST /build" -> answer(exchange, 200, bytes(built));
            case "DELETE /containers/app" -> answer(exchange, 404, bytes("{\"message\":\"No such container: app\"}"));
            case "POST /containers/create" -> answer(exchange, 201, bytes("{\"Id\":\"app\"}"));
            case "POST /containers/app/start" -> answer(exchange, 204, new byte[0]);
            case "GET /containers/app/logs" -> answer(exchange, 200, frame("hello from the device\n"));
            case "GET /containers/app/json" ->
                answer(exchange, 200, bytes("{\"State\":{\"ExitCode\":%d}}".formatted(exitCode)));
            default -> answer(exchange, 500, bytes("{\"message\":\"not asked for\"}"));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The engine's framing of a log: stream, three zeroes, length (Docker API, "Attach to a container"). */
    private static byte[] frame(String text) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {1, 0, 0, 0});
        frame.writeBytes(ByteBuffer.allocate(4).putInt(text.length()).array());
        frame.writeBytes(bytes(text));
        return frame.toByteArray();
    }

    @Test
    void a_folder_is_built_started_and_heard_to_its_end() {
        Answer answer = push("--name", "app");

        assertThat(answer.error()).isEmpty();
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.output())
                .containsSubsequence("Step 1/1 : FROM base", "Successfully built", "hello from the device");
        assertThat(asked)
                .containsSubsequence(
                        "POST /build",
                        "DELETE /containers/app",
                        "POST /containers/create",
                        "POST /containers/app/start");
    }

    @Test
    void an_app_that_fails_is_a_failure() {
        exitCode = 7;

        assertThat(push("--name", "app").exitCode()).isEqualTo(1);
    }

    @Test
    void nobody_listens_to_one_that_was_pushed_detached() {
        assertThat(push("--name", "app", "--detached").exitCode()).isZero();
        assertThat(asked).doesNotContain("GET /containers/app/logs");
    }

    @Test
    void a_folder_that_does_not_build_is_refused_with_the_engine_s_words() {
        built = "{\"errorDetail\":{\"message\":\"no such base\"},\"error\":\"no such base\"}\n";

        Answer answer = push("--name", "app");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.error().lines().toList()).singleElement().asString().contains("no such base");
        assertThat(asked).doesNotContain("POST /containers/create");
    }

    @Test
    void a_device_without_an_engine_for_others_refuses() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        Answer answer = answer("push", "127.0.0.1:" + closed, "--source", folder.toString(), "--name", "app");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.error().lines().toList())
                .singleElement()
                .asString()
                .contains("127.0.0.1:" + closed, "production device");
    }

    @Test
    void what_cannot_be_pushed_is_refused_before_anybody_is_asked() throws IOException {
        assertThat(push("--name", "No Name").error()).contains("\"No Name\"");
        assertThat(answer("push", "a:b:c", "--source", folder.toString(), "--name", "app")
                        .error())
                .contains("a:b:c");
        Files.delete(folder.resolve("Dockerfile"));
        assertThat(push("--name", "app").error()).contains("expected a Dockerfile in " + folder);
        assertThat(asked).isEmpty();
    }

    private record Answer(int exitCode, String output, String error) {}

    private Answer push(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "push";
        arguments[1] = "127.0.0.1:" + engine.getAddress().getPort();
        arguments[2] = "--source";
        arguments[3] = folder.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return answer(arguments);
    }

    private static Answer answer(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(error, true));
        return new Answer(commandLine.execute(arguments), output.toString(), error.toString());
    }
}
