package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.HarnessException;
import io.brownout.fleet.FleetClient.Answer;
import io.brownout.fleet.FleetScene.Registered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients send that are broken, hostile or slow. */
class BadInputTest {
    @TempDir
    static Path folder;

    /** One for all: nothing here may change anything. */
    private static FleetScene scene;

    private static Registered device;

    @BeforeAll
    static void start() {
        scene = new FleetScene(folder);
        device = scene.device(FleetScene.UUID);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static Answer report(String type, String encoding, byte[] body) {
        return device.client()
                .send(device.client()
                        .request("/device/v3/state")
                        .header("Content-Type", type)
                        .header("Content-Encoding", encoding)
                        .method("PATCH", BodyPublishers.ofByteArray(body))
                        .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "application/json | identity | {\"a\":           | 400",
                "application/json | identity | {} {}             | 400",
                "application/json | identity | {\"a\":1,\"a\":2} | 400",
                "application/json | identity | []                | 400",
                "application/json | identity | \"'x'\"           | 400",
                "application/json | gzip     | {}                | 400",
                "application/json | br       | {}                | 415",
                "text/plain       | identity | {}                | 415"
            })
    void a_body_that_is_no_json_object_is_refused_with_problem_details(
            String type, String encoding, String body, int status) {
        Answer answer = report(type, encoding, bytes(body));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).startsWith("expected");
    }

    @Test
    void a_body_that_is_too_large_is_refused_packed_or_not() throws IOException {
        byte[] large = new byte[RequestBody.MOST_BYTES + 1];

        assertThat(report("application/json", "identity", large).status()).isEqualTo(413);
        assertThat(report("application/json", "gzip", packed(large)).status()).isEqualTo(413);
    }

    @Test
    void json_that_is_nested_without_end_is_refused() {
        assertThat(report("application/json", "identity", bytes("{\"a\":".repeat(100_000)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_packed_body_is_read() throws IOException {
        byte[] state = bytes("{\"%s\":{\"status\":\"Idle\"}}".formatted(device.uuid()));

        assertThat(report("application/json", "gzip", packed(state)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /nothing                                   | 404",
                "GET    | /v8/device                                 | 404",
                "GET    | /device/register                           | 405",
                "PUT    | /v7/device(1)                              | 405",
                "GET    | /v7/toaster                                | 400",
                "GET    | /v7/device(                                | 404",
                "GET    | /v7/device(x)                              | 400",
                "GET    | /v7/device?$filter=uuid%20eq               | 400",
                "GET    | /v7/device?$filter=%ff%20eq%201            | 400",
                "GET    | /v7/device?$select=password                | 400",
                "GET    | /v7/device?$expand=secrets                 | 400",
                "GET    | /v7/device?$orderby=belongs_to__user/x     | 400",
                "PATCH  | /v7/device                                 | 400",
                "DELETE | /v7/device                                 | 400",
                "POST   | /v7/device_tag                             | 400",
                "PATCH  | /v7/device(1)?$filter=uuid%20eq%20'x'      | 200"
            })
    void a_request_that_means_nothing_is_answered_as_such(String method, String path, int status) {
        Answer answer = method.equals("GET") ? scene.anna.get(path) : scene.anna.send(method, path, Json.object());

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "SQL");
    }

    @Test
    void values_of_the_wrong_kind_are_refused() {
        String path = "/v7/device(%d)".formatted(device.id());

        for (String body : List.of(
                "{\"device_name\":1}",
                "{\"is_active\":1}",
                "{\"note\":{}}",
                "{\"belongs_to__application\":\"1\"}",
                "{\"colour\":\"red\"}")) {
            assertThat(scene.anna.patch(path, Json.read(body)).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(scene.anna.patch(path, Json.read("{\"device_name\":null}")).status())
                .as("a column that cannot be empty")
                .isEqualTo(400);
    }

    @Test
    void whatever_the_path_and_the_query_are_the_api_answers() {
        for (String odd :
                List.of("/%", "/v7/device?$filter=%", "//", "/v7/device?a&=&b=", "/v7/device('%27')", "/..")) {
            int status = raw("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(odd));
            assertThat(status).as(odd).isBetween(200, 499);
        }
    }

    private static int raw(String request) {
        try (Socket socket = socket(scene.server)) {
            socket.getOutputStream().write(bytes(request));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ")[1]);
        } catch (IOException e) {
            throw new AssertionError(request, e);
        }
    }

    private static Socket socket(ApiServer server) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    @Test
    void clients_that_never_finish_hold_up_nobody_and_are_cut_off() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (ApiServer server = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("slow.db"),
                new ApiServer.Settings(
                        "registry.test", InstantSource.system(), Duration.ofSeconds(5), Optional.empty()))) {
            for (int i = 0; i < 200; i++) {
                Socket socket = socket(server);
                slow.add(socket);
                socket.getOutputStream()
                        .write(
                                bytes(
                                        i % 2 == 0
                                                ? "GET /v7/device HTTP/1.1\r\nHost:"
                                                : "PATCH /device/v3/state HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"));
            }

            assertThat(FleetClient.of(server).get("/ping").status()).isEqualTo(200);
            assertThat(slow.get(1).getInputStream().read()).as("the end of it").isEqualTo(-1);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_file_that_is_no_database_is_said_so() throws IOException {
        Path file = folder.resolve("other.db");
        Files.writeString(file, "this is no database, whatever its name says".repeat(100));

        assertThatThrownBy(() -> SqliteDatabase.open(file))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("other.db");
    }
}
