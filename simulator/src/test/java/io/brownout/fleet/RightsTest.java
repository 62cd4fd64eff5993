package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.fleet.FleetClient.Answer;
import io.brownout.fleet.FleetScene.Registered;
import io.brownout.fleet.FleetScene.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who may do what: a test for each rule. Anna has depot with two devices; Ben has gate with one. */
class RightsTest {
    private static final String COMMIT = "5573e3".repeat(6) + "abcd";

    @TempDir
    Path folder;

    private FleetScene scene;
    private FleetClient ben;
    private long gate;
    private Registered device;
    private Registered sibling;
    private Registered foreign;

    @BeforeEach
    void start() {
        scene = new FleetScene(folder);
        device = scene.device(FleetScene.UUID);
        sibling = scene.device("1".repeat(32));
        ben = scene.user("ben");
        gate = scene.application(ben, "gate");
        foreign = FleetScene.device(scene.provisioning(ben, gate), gate, "2".repeat(32));
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static final String NEED_A_KEY = """
            GET    | /actor/v1/whoami
            POST   | /device/register
            POST   | /api-key/device/1/device-key
            POST   | /api-key/application/1/provisioning
            POST   | /api-key/user/full
            POST   | /api-key/v2/
            GET    | /device/v3/0123456789abcdef0123456789abcdef/state
            GET    | /device/v2/0123456789abcdef0123456789abcdef/state
            PATCH  | /device/v3/state
            PATCH  | /device/v2/0123456789abcdef0123456789abcdef/state
            GET    | /v7/device
            GET    | /v6/application
            GET    | /v7/device/$count
            POST   | /v7/device_tag
            PATCH  | /v7/device(1)
            DELETE | /v7/device(1)
            """;

    @Test
    void nothing_is_answered_without_a_key() {
        for (String line : NEED_A_KEY.strip().split("\n")) {
            String method = line.split("\\|")[0].strip();
            String path = line.split("\\|")[1].strip();
            for (FleetClient client : List.of(scene.nobody, scene.nobody.with("wrong"), scene.nobody.with("a.b.c"))) {
                Answer answer = method.equals("GET") ? client.get(path) : client.send(method, path, Json.object());
                assertThat(answer.status()).as(line).isEqualTo(401);
                assertThat(answer.body()).isEqualTo("{\"error\":\"API key required\"}");
            }
        }
    }

    @Test
    void a_wrong_password_is_no_login() {
        scene.login("carla");
        for (String name : List.of("carla", "nobody")) {
            assertThat(scene.nobody
                            .post("/login_", Json.object().put("username", name).put("password", "wrong"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_login_ends_after_a_week_and_cannot_be_forged() {
        FleetClient carla = scene.login("carla");
        FleetClient forged = scene.nobody.with(carla.key().replaceFirst("..$", "AA"));

        assertThat(carla.get("/v7/device").status()).isEqualTo(200);
        assertThat(forged.get("/v7/device").status()).isEqualTo(401);
        scene.pass(Duration.ofDays(8));
        assertThat(carla.get("/v7/device").status()).isEqualTo(401);
    }

    @Test
    void a_key_opens_nothing_after_its_expiry() {
        Answer made = scene.anna.post(
                "/api-key/v2/",
                Json.object()
                        .put("actorType", "application")
                        .put("actorTypeId", scene.application)
                        .put("expiryDate", "2026-11-28T12:10:00.000Z"));
        FleetClient key = scene.nobody.with(made.json().asString());

        assertThat(key.get("/v7/device").status()).isEqualTo(200);
        scene.pass(Duration.ofMinutes(10));
        assertThat(key.get("/v7/device").status()).isEqualTo(401);
    }

    @Test
    void a_user_sees_what_is_theirs_and_no_more() {
        assertThat(scene.anna.get("/v7/device").rows()).hasSize(2);
        assertThat(ben.get("/v7/device").rows()).hasSize(1);
        assertThat(ben.get("/v7/device(%d)".formatted(device.id())).rows()).isEmpty();
        assertThat(ben.get("/device/v3/%s/state".formatted(device.uuid())).status())
                .isEqualTo(401);
        assertThat(ben.get("/v7/organization").rows()).hasSize(1);
        assertThat(ben.get("/v7/user").rows()).hasSize(1);
    }

    @Test
    void nobody_sees_the_rows_of_others_through_a_filter_or_an_expansion() {
        String named = scene.anna
                .get("/v7/device(%d)".formatted(device.id()))
                .rows()
                .path(0)
                .path("device_name")
                .asString();

        assertThat(ben.find("/v7/device_type", "describes__device/any(d:d/device_name eq '%s')".formatted(named))
                        .rows())
                .isEmpty();
        JsonNode types = ben.get("/v7/device_type?$expand=describes__device&$filter=slug%20eq%20'raspberrypi3-64'")
                .rows();
        assertThat(types.path(0).path("describes__device")).hasSize(1);
        JsonNode own = device.client()
                .get("/v7/device?$expand=belongs_to__application($expand=owns__device,organization)")
                .rows();
        assertThat(own).hasSize(1);
        assertThat(own.path(0).path("belongs_to__application").path(0).path("owns__device"))
                .hasSize(1);
        assertThat(own.path(0).path("belongs_to__application").path(0).path("organization"))
                .isEmpty();
    }

    @Test
    void a_user_changes_nothing_of_others() {
        FleetScene.done(
                ben.patch("/v7/device(%d)".formatted(device.id()), Json.object().put("device_name", "mine")));
        FleetScene.done(ben.delete("/v7/device(%d)".formatted(device.id())));
        Answer tag = ben.post(
                "/v7/device_tag",
                Json.object().put("device", device.id()).put("tag_key", "a").put("value", "b"));
        Answer release = ben.post(
                "/v7/release",
                Json.object()
                        .put("belongs_to__application", scene.application)
                        .put("commit", COMMIT)
                        .put("composition", "{}"));
        Answer key = ben.post("/api-key/device/%d/device-key".formatted(device.id()), Json.object());
        Answer provisioning =
                ben.post("/api-key/application/%d/provisioning".formatted(scene.application), Json.object());

        assertThat(List.of(tag.status(), release.status(), key.status(), provisioning.status()))
                .containsOnly(401);
        assertThat(scene.anna
                        .get("/v7/device(%d)".formatted(device.id()))
                        .rows()
                        .path(0)
                        .path("device_name")
                        .asString())
                .isNotEqualTo("mine");
    }

    @Test
    void a_device_cannot_be_made_to_run_the_release_of_another_application() {
        Release own = scene.release(scene.anna, scene.application, COMMIT);
        Answer stolen = ben.patch(
                "/v7/device(%d)".formatted(foreign.id()), Json.object().put("is_pinned_on__release", own.id()));
        long second = scene.application(scene.anna, "second");
        Release other = scene.release(scene.anna, second, COMMIT);
        Answer wrong = scene.anna.patch(
                "/v7/device(%d)".formatted(device.id()), Json.object().put("is_pinned_on__release", other.id()));

        assertThat(stolen.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(400);
    }

    @Test
    void a_provisioning_key_registers_and_sees_only_whether_a_device_is_known() {
        FleetClient provisioning = scene.provisioning();
        ObjectNode elsewhere = FleetScene.registration(gate, "3".repeat(32));

        assertThat(provisioning.post("/device/register", elsewhere).status()).isEqualTo(401);
        assertThat(provisioning
                        .get("/device/v3/%s/state".formatted(device.uuid()))
                        .status())
                .isEqualTo(401);
        assertThat(provisioning
                        .patch("/device/v3/state", Json.object().putObject(device.uuid()))
                        .status())
                .isEqualTo(401);
        assertThat(provisioning.get("/v7/device?$select=id,uuid").rows()).hasSize(2);
        assertThat(provisioning.get("/v7/device?$select=device_name").status()).isEqualTo(400);
        assertThat(provisioning.get("/v7/release").status()).isEqualTo(400);
        assertThat(provisioning
                        .patch(
                                "/v7/device(%d)".formatted(device.id()),
                                Json.object().put("uuid", "x"))
                        .status())
                .isEqualTo(401);
        assertThat(provisioning
                        .post("/api-key/device/%d/device-key".formatted(foreign.id()), Json.object())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_device_key_reads_and_writes_that_device_only() {
        FleetClient key = device.client();
        String state = "/device/v3/%s/state";

        assertThat(key.get("/v7/device").rows()).hasSize(1);
        assertThat(key.get(state.formatted(device.uuid())).status()).isEqualTo(200);
        assertThat(key.get(state.formatted(sibling.uuid())).status()).isEqualTo(401);
        ObjectNode both = Json.object();
        both.putObject(device.uuid()).put("status", "Idle");
        both.putObject(sibling.uuid()).put("status", "Idle");
        assertThat(key.patch("/device/v3/state", both).status()).isEqualTo(401);
        assertThat(key.patch("/device/v2/%s/state".formatted(sibling.uuid()), Json.object())
                        .status())
                .isEqualTo(401);
        FleetScene.done(
                key.patch("/v7/device(%d)".formatted(device.id()), Json.object().put("device_name", "kitchen")));
        FleetScene.done(key.patch(
                "/v7/device(%d)".formatted(sibling.id()), Json.object().put("device_name", "kitchen")));
        assertThat(scene.anna.find("/v7/device", "device_name eq 'kitchen'").rows())
                .hasSize(1);
        assertThat(config(key, device)).isEqualTo(201);
        assertThat(config(key, sibling)).isEqualTo(401);
        assertThat(key.post("/device/register", FleetScene.registration(scene.application, "3".repeat(32)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_key_is_somebodys_alone() {
        String key = Keys.random();
        ObjectNode exchange = Json.object().put("apiKey", key);
        String path = "/api-key/device/%d/device-key";

        assertThat(scene.anna.post(path.formatted(device.id()), exchange).status())
                .isEqualTo(200);
        Answer taken = scene.anna.post(path.formatted(sibling.id()), exchange);

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).isEqualTo("\"api_key\" must be unique.");
        assertThat(scene.nobody
                        .with(key)
                        .get("/v7/device")
                        .rows()
                        .path(0)
                        .path("id")
                        .asLong())
                .isEqualTo(device.id());
    }

    private static int config(FleetClient key, Registered of) {
        return key.post(
                        "/v7/device_config_variable",
                        Json.object()
                                .put("device", of.id())
                                .put("name", "RESIN_X")
                                .put("value", "1"))
                .status();
    }

    @Test
    void a_device_key_writes_only_what_a_device_decides() {
        String self = "/v7/device(%d)".formatted(device.id());
        ObjectNode moved = Json.object().put("belongs_to__application", scene.application);

        for (ObjectNode body : List.of(
                Json.object().put("note", "x"),
                Json.object().put("uuid", "x"),
                Json.object().put("is_active", false),
                moved)) {
            assertThat(device.client().patch(self, body).status())
                    .as(body.toString())
                    .isEqualTo(401);
        }
        assertThat(device.client().delete(self).status()).isEqualTo(401);
    }

    @Test
    void no_secret_is_in_the_database_or_in_any_answer() throws IOException {
        String key = "5ec2e7".repeat(5) + "aa";
        ObjectNode said =
                FleetScene.registration(scene.application, "4".repeat(32)).put("api_key", key);
        FleetScene.made(scene.provisioning().post("/device/register", said));
        scene.login("carla");
        FleetClient client = scene.nobody.with(key);
        FleetScene.done(client.patch(
                "/device/v3/state",
                Json.object().set("4".repeat(32), Json.object().put("api_secret", "local-secret"))));

        assertThat(scene.anna.get("/v7/device").body()).doesNotContain(key, "local-secret", "api_secret");
        assertThat(scene.anna.get("/v7/user").body()).doesNotContain("password");
        scene.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(key)
                        .doesNotContain(FleetScene.PASSWORD);
            }
        }
    }
}
