package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the local API does; {@link SupervisorTest} asks it over HTTP. */
class LocalApiTest {
    private static final String LOCAL = """
            {"local":{"name":"d","config":{},"apps":{"1":{"name":"localapp","commit":"localrelease","releaseId":"1","services":{"1":
             {"serviceName":"main","imageId":1,"image":"local:1","running":true,"environment":{},"labels":{},"restart":"always"}},"volumes":{},"networks":{}}}}}
            """;

    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeEngine().withImage("app:1", "sha256:1");
    private final List<String> log = new ArrayList<>();
    private AppKeeper keeper;
    private LocalApi api;
    private int looks;

    @BeforeEach
    void start() throws IOException {
        begin(true);
        Files.writeString(folder.resolve("apps.json"), Targets.of("app:1"));
        settle();
        assertThat(engine.only().state()).isEqualTo("running");
    }

    private void begin(boolean unmanaged) {
        DeviceIdentity device =
                new DeviceIdentity("17c5", "pi", "OS", "1.2.3", Optional.of(folder.resolve("services")));
        StateFile kept = new StateFile(folder, log::add);
        TargetFolder target = new TargetFolder(folder, kept, unmanaged, log::add);
        Downloads downloads = new Downloads(engine, InstantSource.system(), log::add);
        keeper = new AppKeeper(engine, target, device, downloads, kept, InstantSource.system(), log::add);
        api = new LocalApi(new LocalApi.Parts(
                engine,
                target,
                keeper,
                downloads,
                new DeviceState(device, 48484, folder),
                Optional::empty,
                new UpdateLocks(folder.resolve("services")),
                new HostRequests(folder),
                ApiKey.of(folder, log::add),
                () -> true,
                () -> looks++));
    }

    private void settle() {
        for (int i = 0; i < 4 && keeper.pass(() -> {}) != AppKeeper.Outcome.SETTLED; i++) {
            // Once more.
        }
    }

    private LocalApi.Reply ask(String method, String path, String body) {
        return api.answer(new LocalApi.Request(method, path, Map.of(), Optional.empty(), body));
    }

    private void lock() throws IOException {
        Files.createFile(
                Files.createDirectories(folder.resolve("services/2/main")).resolve("updates.lock"));
    }

    @Test
    void a_service_that_is_stopped_stays_so_until_it_is_started() {
        String id = engine.only().id();

        assertThat(ask("POST", "/v2/applications/2/stop-service", "{\"serviceName\":\"main\"}")
                        .status())
                .isEqualTo(200);
        settle();
        assertThat(engine.only().state()).isEqualTo("exited");

        assertThat(ask("POST", "/v1/apps/2/start", "").body()).isEqualTo("{\"containerId\":\"" + id + "\"}");
        settle();
        assertThat(engine.only().state()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/restart {\"appId\":2}",
                "/v2/applications/2/restart {}",
                "/v2/applications/2/restart-service {\"imageId\":5}"
            })
    void a_restart_makes_the_container_anew_and_keeps_its_volumes(String request) {
        String before = engine.only().id();
        String[] parts = request.split(" ");

        assertThat(ask("POST", parts[0], parts[1])).isEqualTo(new LocalApi.Reply(200, "OK"));
        settle();

        assertThat(engine.only().id()).isNotEqualTo(before);
        assertThat(engine.volumes).containsOnlyKeys("2_data");
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void a_purge_empties_the_volumes_and_the_app_runs_again() {
        EngineResource before = engine.volumes.get("2_data");

        assertThat(ask("POST", "/v1/purge", "{\"appId\":2}").body()).isEqualTo("{\"Data\":\"OK\",\"Error\":\"\"}");
        assertThat(engine.volumes).isEmpty();
        settle();

        assertThat(engine.volumes).containsEntry("2_data", before);
        assertThat(engine.only().state()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/restart",
                "/v1/purge",
                "/v1/apps/2/stop",
                "/v2/applications/2/restart",
                "/v2/applications/2/stop-service"
            })
    void an_app_that_holds_its_lock_is_interrupted_only_by_somebody_who_insists(String path) throws IOException {
        lock();
        String id = engine.only().id();

        assertThat(ask("POST", path, "{\"appId\":2,\"serviceName\":\"main\"}").status())
                .isEqualTo(423);
        assertThat(engine.only()).returns(id, EngineContainer::id).returns("running", EngineContainer::state);

        assertThat(ask("POST", path, "{\"appId\":2,\"serviceName\":\"main\",\"force\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(engine.containers()).noneMatch(it -> it.id().equals(id) && it.alive());
    }

    @Test
    void an_update_that_waits_for_a_lock_passes_over_it_when_somebody_insists_and_the_next_one_waits_again()
            throws IOException {
        lock();
        engine.withImage("app:2", "sha256:2").withImage("app:3", "sha256:3");
        Files.writeString(folder.resolve("apps.json"), Targets.of("app:2"));
        settle();
        assertThat(engine.only().image()).isEqualTo("app:1");

        assertThat(ask("POST", "/v1/update", "{\"force\":true}").status()).isEqualTo(204);
        settle();
        assertThat(engine.only().image()).isEqualTo("app:2");

        Files.writeString(folder.resolve("apps.json"), Targets.of("app:3"));
        settle();
        assertThat(engine.only().image()).isEqualTo("app:2");
    }

    @Test
    void in_local_mode_a_developers_target_counts_and_is_kept() throws IOException {
        engine.withImage("local:1", "sha256:9");

        assertThat(ask("POST", "/v2/local/target-state", LOCAL).status()).isEqualTo(200);
        settle();
        assertThat(engine.only().name()).isEqualTo("main_1_1_localrelease");
        assertThat(ask("GET", "/v2/local/target-state", "").body()).contains("\"name\":\"localapp\"");
        assertThat(ask("GET", "/v2/local/device-info", "").body()).contains("\"deviceType\":\"pi\"");
        assertThat(ask("POST", "/v2/local/target-state", "{\"local\":{\"apps\":{\"x\":{}}}}")
                        .status())
                .isEqualTo(400);

        begin(true);
        settle();
        assertThat(engine.only().image()).as("after a restart").isEqualTo("local:1");
    }

    @Test
    void a_device_of_a_fleet_takes_no_developers_target_unless_its_fleet_says_local_mode() throws IOException {
        begin(false);
        assertThat(ask("POST", "/v2/local/target-state", LOCAL).status()).isEqualTo(400);
        assertThat(ask("GET", "/v2/local/device-info", "").status()).isEqualTo(400);

        Files.writeString(
                folder.resolve("apps.json"),
                Targets.of("app:1")
                        .strip()
                        .replaceFirst("\\{", "{\"config\":{\"RESIN_SUPERVISOR_LOCAL_MODE\":\"1\"},"));
        assertThat(ask("POST", "/v2/local/target-state", LOCAL).status()).isEqualTo(200);
    }

    @Test
    void the_state_tells_downloads() {
        assertThat(ask("GET", "/v2/state/status", "").body())
                .contains("\"appState\":\"applied\"", "\"overallDownloadProgress\":null", "\"serviceName\":\"main\"");

        assertThat(ask("POST", "/v2/local/target-state", LOCAL).status()).isEqualTo(200);
        keeper.pass(() -> {});
        engine.pull("local:1").progress(42);

        assertThat(ask("GET", "/v2/state/status", "").body())
                .contains("\"appState\":\"applying\"", "\"overallDownloadProgress\":42", "\"status\":\"Downloading\"");
        assertThat(ask("GET", "/v1/device", "").body())
                .contains("\"status\":\"Downloading\"", "\"download_progress\":42", "\"update_pending\":true");
        assertThat(ask("GET", "/v2/applications/1/state", "").body()).contains("\"downloadProgress\":42");
    }

    @Test
    void volumes_that_no_release_names_any_more_are_removed_when_asked() {
        engine.createVolume(EngineResource.of(2, "old"));
        engine.createVolume(new EngineResource("somebodys", Optional.empty()));

        assertThat(ask("GET", "/v2/cleanup-volumes", "").status()).isEqualTo(200);

        assertThat(engine.volumes).containsOnlyKeys("2_data", "somebodys");
    }

    @Test
    void a_new_key_makes_the_old_one_useless() {
        ApiKey key = ApiKey.of(folder, log::add);
        String old = key.value();

        String renewed = ask("POST", "/v1/regenerate-api-key", "").body();

        assertThat(renewed).matches("[0-9a-f]{32}").isNotEqualTo(old);
        assertThat(ApiKey.of(folder, log::add).fits(renewed)).isTrue();
        assertThat(ApiKey.of(folder, log::add).fits(old)).isFalse();
    }

    @Test
    void what_cannot_be_understood_is_no_deed() {
        assertThat(ask("POST", "/v2/applications/77/restart", "").status()).isEqualTo(404);
        assertThat(ask("GET", "/v2/applications/2/restart", "").status()).isEqualTo(405);
        assertThat(ask("GET", "/v1/apps/77", "").status()).isEqualTo(400);
        assertThat(ask("GET", "/v1/apps/2", "").body()).contains("\"appId\":2", "\"commit\":\"5573e300\"");
        assertThatThrownBy(() -> ask("POST", "/v1/restart", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ask("POST", "/v2/applications/2/stop-service", "{\"serviceName\":\"x\"}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(engine.only().state()).isEqualTo("running");
    }
}
