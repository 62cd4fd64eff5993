package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.fleet.FleetClient.Answer;
import io.brownout.fleet.FleetScene.Registered;
import io.brownout.fleet.FleetScene.Release;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A device's life with the API: registration, key exchange, target, report, heartbeat, as balena's supervisor speaks. */
class DeviceProtocolTest {
    private static final String COMMIT = "5573e3".repeat(6) + "abcd";

    @TempDir
    Path folder;

    private FleetScene scene;

    @BeforeEach
    void start() {
        scene = new FleetScene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private Answer state(Registered device, int version) {
        return device.client().get("/device/v%d/%s/state".formatted(version, device.uuid()));
    }

    private JsonNode told(Registered device) {
        return scene.anna
                .get("/v7/device(%d)?$expand=image_install".formatted(device.id()))
                .rows()
                .path(0);
    }

    @Test
    void a_device_registers_with_a_key_that_it_has_made_up_itself() {
        ObjectNode said = FleetScene.registration(scene.application, FleetScene.UUID)
                .put("api_key", "f".repeat(32))
                .put("supervisor_version", "19.0.5")
                .put("os_version", "balenaOS 6.0.0")
                .put("os_variant", "factory")
                .put("mac_address", "02:00:00:00:00:01");

        Answer answer = scene.provisioning().post("/device/register", said);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("uuid").asString()).isEqualTo(FleetScene.UUID);
        assertThat(answer.json().path("api_key").asString()).isEqualTo("f".repeat(32));
        JsonNode device = scene.anna
                .find("/v7/device", "uuid eq '%s'".formatted(FleetScene.UUID))
                .rows()
                .path(0);
        assertThat(device.path("id").asLong()).isEqualTo(answer.id());
        assertThat(device.path("os_version").asString()).isEqualTo("balenaOS 6.0.0");
        assertThat(device.path("os_variant").isNull())
                .as("neither dev nor prod")
                .isTrue();
        assertThat(device.path("device_name").asString()).matches("[a-z]+-[a-z]+");
    }

    @Test
    void what_is_wrong_with_a_registration_is_said_in_the_words_that_supervisors_look_for() {
        FleetClient provisioning = scene.provisioning();
        ObjectNode said = FleetScene.registration(scene.application, FleetScene.UUID);
        FleetScene.made(provisioning.post("/device/register", said));

        Answer twice = provisioning.post("/device/register", said);
        Answer type = provisioning.post(
                "/device/register",
                FleetScene.registration(scene.application, "1".repeat(32)).put("device_type", "toaster"));
        Answer key = scene.nobody.with("wrong").post("/device/register", said);

        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.body()).isEqualTo("\"uuid\" must be unique.");
        assertThat(type.status()).isEqualTo(404);
        assertThat(type.body()).isEqualTo("Unknown device type toaster");
        assertThat(key.status()).isEqualTo(401);
        assertThat(key.body()).isEqualTo("{\"error\":\"API key required\"}");
    }

    @Test
    void a_device_that_lost_power_before_it_noted_its_registration_exchanges_its_key() {
        FleetClient provisioning = scene.provisioning();
        long id = FleetScene.made(
                provisioning.post("/device/register", FleetScene.registration(scene.application, FleetScene.UUID)));
        FleetClient device = scene.nobody.with(Keys.random());
        String known = "/v7/device?$select=id&$filter=uuid%20eq%20%27" + FleetScene.UUID + "%27";
        assertThat(device.get(known).status()).isEqualTo(401);
        assertThat(provisioning.get(known).rows().path(0).path("id").asLong()).isEqualTo(id);

        String key = Keys.random();
        ObjectNode exchange = Json.object().put("apiKey", key);
        Answer first = provisioning.post("/api-key/device/%d/device-key".formatted(id), exchange);
        Answer again = provisioning.post("/api-key/device/%d/device-key".formatted(id), exchange);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).as("said twice, after another cut").isEqualTo(200);
        assertThat(scene.nobody
                        .with(key)
                        .get("/device/v3/%s/state".formatted(FleetScene.UUID))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_target_is_what_the_release_says_and_variables_of_five_places() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        long install = scene.anna
                .find("/v7/service_install", "device eq %d".formatted(device.id()))
                .rows()
                .path(0)
                .path("id")
                .asLong();
        long part =
                scene.anna.get("/v7/release_image").rows().path(0).path("id").asLong();
        variable("image_environment_variable", "release_image", part, "A B C D E", "image");
        variable("application_environment_variable", "application", scene.application, "B C D E", "application");
        variable("service_environment_variable", "service", release.service(), "C D E", "service");
        variable("device_environment_variable", "device", device.id(), "D E", "device");
        variable("device_service_environment_variable", "service_install", install, "E", "both");
        variable("application_config_variable", "application", scene.application, "RESIN_A BALENA_B", "application");
        variable("device_config_variable", "device", device.id(), "BALENA_B", "device");

        JsonNode v3 = state(device, 3).json().path(device.uuid());
        JsonNode v2 = state(device, 2).json().path("local");

        JsonNode app = v3.path("apps").path(scene.applicationUuid());
        JsonNode main = app.path("releases").path(COMMIT).path("services").path("main");
        assertThat(app.path("name").asString()).isEqualTo("depot");
        assertThat(app.path("releases").path(COMMIT).path("volumes").has("data"))
                .isTrue();
        assertThat(main.path("image").asString()).isEqualTo(release.location() + "@sha256:" + COMMIT);
        assertThat(Json.text(main.path("composition"))).isEqualTo("{\"restart\":\"always\"}");
        assertThat(Json.text(main.path("environment")))
                .isEqualTo("{\"A\":\"image\",\"B\":\"application\",\"C\":\"service\",\"D\":\"device\",\"E\":\"both\"}");
        assertThat(Json.text(v3.path("config"))).isEqualTo("{\"BALENA_B\":\"device\",\"RESIN_A\":\"application\"}");
        JsonNode old = v2.path("apps").path(String.valueOf(scene.application));
        JsonNode oldMain = old.path("services").path(String.valueOf(release.service()));
        assertThat(old.path("commit").asString()).isEqualTo(COMMIT);
        assertThat(oldMain.path("serviceName").asString()).isEqualTo("main");
        assertThat(oldMain.path("restart").asString()).isEqualTo("always");
        assertThat(oldMain.path("environment")).isEqualTo(main.path("environment"));
    }

    private void variable(String resource, String of, long id, String names, String value) {
        for (String name : names.split(" ")) {
            FleetScene.made(scene.anna.post(
                    "/v7/" + resource,
                    Json.object().put(of, id).put("name", name).put("value", value)));
        }
    }

    @Test
    void a_target_that_has_not_changed_is_not_sent_again() {
        scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        Answer full = state(device, 3);
        String path = "/device/v3/%s/state".formatted(device.uuid());

        Answer same = device.client()
                .send(device.client()
                        .request(path)
                        .header("If-None-Match", full.etag())
                        .build());
        scene.pass(Duration.ofMinutes(1));
        scene.release(scene.anna, scene.application, "b".repeat(40));
        Answer other = device.client()
                .send(device.client()
                        .request(path)
                        .header("If-None-Match", full.etag())
                        .build());

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body()).contains("b".repeat(40)).doesNotContain(COMMIT);
    }

    @Test
    void a_pinned_device_stays_on_its_release_and_one_that_is_not_follows() {
        Release first = scene.release(scene.anna, scene.application, COMMIT);
        Registered pinned = scene.device(FleetScene.UUID);
        Registered other = scene.device("1".repeat(32));
        FleetScene.done(scene.anna.patch(
                "/v7/device(uuid='%s')".formatted(pinned.uuid()),
                Json.object().put("is_pinned_on__release", first.id())));

        scene.pass(Duration.ofMinutes(1));
        Release second = scene.release(scene.anna, scene.application, "b".repeat(40));

        assertThat(state(pinned, 3).body()).contains(COMMIT).doesNotContain(second.commit());
        assertThat(state(other, 3).body()).contains(second.commit()).doesNotContain(COMMIT);
        assertThat(scene.anna
                        .get("/v6/device(%d)?$select=should_be_running__release".formatted(pinned.id()))
                        .rows()
                        .path(0)
                        .path("should_be_running__release")
                        .path("__id")
                        .asLong())
                .as("version 6 calls the pin so")
                .isEqualTo(first.id());
    }

    @Test
    void devices_are_not_let_poll_more_often_than_every_ten_minutes() {
        Registered device = scene.device(FleetScene.UUID);
        variable("device_config_variable", "device", device.id(), "RESIN_SUPERVISOR_POLL_INTERVAL", "10000");

        assertThat(state(device, 3)
                        .json()
                        .path(device.uuid())
                        .path("config")
                        .path("RESIN_SUPERVISOR_POLL_INTERVAL")
                        .asString())
                .isEqualTo("600000");
    }

    @Test
    void a_device_is_online_for_one_and_a_half_intervals_then_in_doubt_then_offline() {
        Registered device = scene.device(FleetScene.UUID);
        assertThat(told(device).path("api_heartbeat_state").asString()).isEqualTo("unknown");

        state(device, 3);
        assertThat(told(device).path("api_heartbeat_state").asString()).isEqualTo("online");
        assertThat(scene.anna
                        .get("/v7/device/$count?$filter=is_online%20eq%20true")
                        .rows()
                        .asLong())
                .isEqualTo(1);

        scene.pass(Duration.ofMillis(900_000 * 3 / 2 + 1));
        assertThat(told(device).path("api_heartbeat_state").asString()).isEqualTo("timeout");

        scene.pass(Duration.ofSeconds(15));
        assertThat(told(device).path("api_heartbeat_state").asString()).isEqualTo("offline");
        assertThat(told(device).path("overall_status").asString()).isEqualTo("disconnected");

        state(device, 3);
        assertThat(told(device).path("api_heartbeat_state").asString()).isEqualTo("online");
    }

    @Test
    void a_deleted_device_is_told_that_nothing_has_changed_and_may_do_nothing_else() {
        Registered device = scene.device(FleetScene.UUID);
        FleetScene.done(scene.anna.delete("/v7/device(%d)".formatted(device.id())));

        assertThat(state(device, 3).status()).isEqualTo(304);
        assertThat(report(device, Json.object().put("status", "Idle")).status()).isEqualTo(401);
        assertThat(device.client().get("/v7/device").status()).isEqualTo(401);
    }

    @Test
    void a_frozen_device_is_told_that_nothing_has_changed() {
        Registered device = scene.device(FleetScene.UUID);
        assertThat(state(device, 3).status()).isEqualTo(200);
        try (SqliteDatabase beside = SqliteDatabase.open(folder.resolve("fleet.db"))) {
            beside.write(session -> session.change(SqlText.of("UPDATE \"device\" SET \"is_frozen\" = 1")));
        }

        assertThat(state(device, 3).status()).isEqualTo(304);
    }

    private Answer report(Registered device, JsonNode state) {
        return device.client().patch("/device/v3/state", Json.object().set(device.uuid(), state));
    }

    private ObjectNode downloading(Release release, int percent) {
        ObjectNode state = Json.object().put("os_version", "x".repeat(100));
        ObjectNode ofRelease = state.putObject("apps")
                .putObject(scene.applicationUuid())
                .putObject("releases")
                .putObject(release.commit());
        ofRelease
                .put("update_status", "downloading")
                .putObject("services")
                .putObject("main")
                .put("image", release.location())
                .put("status", "Downloading")
                .put("download_progress", percent);
        return state;
    }

    @Test
    void what_a_device_reports_is_what_its_user_reads() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        state(device, 3);

        Answer answer = report(device, downloading(release, 42));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        JsonNode told = told(device);
        assertThat(told.path("overall_status").asString()).isEqualTo("updating");
        assertThat(told.path("overall_progress").asLong()).isEqualTo(42);
        assertThat(told.path("os_version").asString()).hasSize(70);
        assertThat(told.path("image_install").path(0).path("status").asString()).isEqualTo("Downloading");
        assertThat(told.path("image_install")
                        .path(0)
                        .path("installs__image")
                        .path("__id")
                        .asLong())
                .isEqualTo(release.image());
    }

    @Test
    void progress_and_metrics_that_come_too_often_are_dropped() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        state(device, 3);
        report(device, downloading(release, 42).put("cpu_temp", 50));

        scene.pass(Duration.ofSeconds(29));
        report(device, downloading(release, 43).put("cpu_temp", 60));
        assertThat(told(device).path("overall_progress").asLong()).isEqualTo(42);
        assertThat(told(device).path("cpu_temp").asLong()).isEqualTo(50);

        scene.pass(Duration.ofSeconds(31));
        report(device, downloading(release, 44).put("cpu_temp", 61.4));
        assertThat(told(device).path("overall_progress").asLong()).isEqualTo(44);
        assertThat(told(device).path("cpu_temp").asLong()).isEqualTo(61);
    }

    @Test
    void an_image_that_is_no_longer_reported_is_deleted() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        report(device, downloading(release, 42));

        ObjectNode none = Json.object();
        none.putObject("apps").putObject(scene.applicationUuid()).put("release_uuid", COMMIT);
        FleetScene.done(report(device, none));

        assertThat(told(device).path("image_install").path(0).path("status").asString())
                .isEqualTo("deleted");
        assertThat(told(device).path("is_running__release").path("__id").asLong())
                .isEqualTo(release.id());
    }

    @Test
    void a_supervisor_of_version_2_reports_by_numbers() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        ObjectNode local = Json.object().put("is_on__commit", COMMIT).put("api_port", 48484);
        local.putObject("apps")
                .putObject(String.valueOf(scene.application))
                .putObject("services")
                .putObject(String.valueOf(release.image()))
                .put("releaseId", release.id())
                .put("status", "Running");

        Answer answer = device.client()
                .patch(
                        "/device/v2/%s/state".formatted(device.uuid()),
                        Json.object().set("local", local));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(told(device).path("is_running__release").path("__id").asLong())
                .isEqualTo(release.id());
        assertThat(told(device).path("image_install").path(0).path("status").asString())
                .isEqualTo("Running");
    }

    @Test
    void a_report_of_what_the_api_does_not_know_is_refused_as_a_whole() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        Release unknown = new Release(0, "e".repeat(40), 0, 0, release.location());
        Release elsewhere = new Release(0, COMMIT, 0, 0, "registry.test/v2/elsewhere");

        assertThat(report(device, downloading(unknown, 1)).status()).isEqualTo(401);
        assertThat(report(device, downloading(elsewhere, 1)).status()).isEqualTo(401);
        assertThat(told(device).path("os_version").isNull()).isTrue();
    }

    @Test
    void a_device_can_pin_itself_as_it_does_after_a_preload() {
        Release release = scene.release(scene.anna, scene.application, COMMIT);
        Registered device = scene.device(FleetScene.UUID);
        JsonNode found = device.client()
                .find("/v6/release", "commit eq '%s'".formatted(COMMIT))
                .rows();

        FleetScene.done(device.client()
                .patch(
                        "/v6/device(%d)".formatted(device.id()),
                        Json.object()
                                .put(
                                        "should_be_running__release",
                                        found.path(0).path("id").asLong())));

        assertThat(told(device).path("is_pinned_on__release").path("__id").asLong())
                .isEqualTo(release.id());
    }
}
