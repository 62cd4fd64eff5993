package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.fleet.FleetClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** An API over a file, its user anna with the application depot, and what is done there again and again. */
public final class FleetScene implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final String UUID = "0123456789abcdef0123456789abcdef";

    private final InstantSource clock;
    private volatile Duration passed = Duration.ZERO;
    private final Path file;
    final ApiServer server;
    final FleetClient nobody;
    final FleetClient anna;
    final long application;

    FleetScene(Path folder) {
        this(folder, InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z")));
    }

    private FleetScene(Path folder, InstantSource clock) {
        this.clock = clock;
        this.file = folder.resolve("fleet.db");
        this.server = started();
        this.nobody = FleetClient.of(server);
        this.anna = user("anna");
        this.application = application(anna, "depot");
    }

    /** Sets one up whose time is the caller's. */
    public static FleetScene on(Path folder, InstantSource clock) {
        return new FleetScene(folder, clock);
    }

    /** What time it is for the API. */
    private Instant now() {
        return clock.instant().plus(passed);
    }

    private ApiServer started() {
        return ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                file,
                new ApiServer.Settings("registry.test", this::now, Duration.ofMinutes(1), Optional.empty()));
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    /** Makes a user with a key, and without a password: those are slow on purpose. */
    FleetClient user(String name) {
        String key = Keys.random();
        try (SqliteDatabase beside = SqliteDatabase.open(file)) {
            beside.write(session -> {
                long actor = FleetUsers.insert(session, name, "", now());
                Keys.give(session, actor, key, Keys.Label.NONE, now());
                return actor;
            });
        }
        return nobody.with(key);
    }

    /** Makes a user with a password, and logs in. */
    FleetClient login(String name) {
        server.users().add(name, PASSWORD);
        Answer login =
                nobody.post("/login_", Json.object().put("username", name).put("password", PASSWORD));
        assertThat(login.status()).isEqualTo(200);
        return nobody.with(login.body());
    }

    long application(FleetClient user, String name) {
        long organization =
                user.get("/v7/organization").rows().path(0).path("id").asLong();
        long type = user.find("/v7/device_type", "slug eq 'raspberrypi3-64'")
                .rows()
                .path(0)
                .path("id")
                .asLong();
        return made(user.post(
                "/v7/application",
                Json.object()
                        .put("app_name", name)
                        .put("organization", organization)
                        .put("is_for__device_type", type)));
    }

    static long made(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.id();
    }

    String applicationUuid() {
        return anna.get("/v7/application(%d)".formatted(application))
                .rows()
                .path(0)
                .path("uuid")
                .asString();
    }

    FleetClient provisioning() {
        return provisioning(anna, application);
    }

    FleetClient provisioning(FleetClient user, long of) {
        Answer key = user.post("/api-key/application/%d/provisioning".formatted(of), Json.object());
        assertThat(key.status()).isEqualTo(200);
        return nobody.with(key.json().asString());
    }

    /** A new device of depot, and its number. */
    record Registered(FleetClient client, String uuid, long id) {}

    Registered device(String uuid) {
        return device(provisioning(), application, uuid);
    }

    static Registered device(FleetClient provisioning, long application, String uuid) {
        String key = Keys.random();
        long id = made(provisioning.post(
                "/device/register", registration(application, uuid).put("api_key", key)));
        return new Registered(provisioning.with(key), uuid, id);
    }

    static ObjectNode registration(long application, String uuid) {
        return Json.object().put("application", application).put("uuid", uuid).put("device_type", "raspberrypi3-64");
    }

    /** A release that is done, of one service. */
    record Release(long id, String commit, long service, long image, String location) {}

    /** Makes the rows that a builder makes, in its order. */
    Release release(FleetClient user, long of, String commit) {
        String began = now().toString();
        ObjectNode composition = Json.object();
        composition.putObject("services").putObject("main").put("build", ".").put("restart", "always");
        composition.putObject("volumes").putObject("data");
        var found = user.find("/v7/service", "application eq %d".formatted(of)).rows();
        long service = found.isEmpty()
                ? made(user.post(
                        "/v7/service", Json.object().put("application", of).put("service_name", "main")))
                : found.path(0).path("id").asLong();
        ObjectNode release = Json.object()
                .put("belongs_to__application", of)
                .put("commit", commit)
                .put("status", "running")
                .put("source", "git")
                .put("start_timestamp", began);
        release.set("composition", composition);
        long releaseId = made(user.post("/v7/release", release));
        Answer image = user.post(
                "/v7/image",
                Json.object()
                        .put("is_a_build_of__service", service)
                        .put("start_timestamp", began)
                        .put("status", "running"));
        long imageId = made(image);
        made(user.post(
                "/v7/image__is_part_of__release",
                Json.object().put("is_part_of__release", releaseId).put("image", imageId)));
        done(user.patch(
                "/v7/image(%d)".formatted(imageId),
                Json.object().put("status", "success").put("content_hash", "sha256:" + commit)));
        done(user.patch("/v7/release(%d)".formatted(releaseId), Json.object().put("status", "success")));
        return new Release(
                releaseId,
                commit,
                service,
                imageId,
                image.json().path("is_stored_at__image_location").asString());
    }

    /** Returns where the API is. */
    public String address() {
        return nobody.address().toString();
    }

    /** Returns a new provisioning key of depot. */
    public String provisioningKey() {
        return provisioning().key();
    }

    /** Returns the number of depot. */
    public long applicationId() {
        return application;
    }

    /** Releases something for depot; returns the image as devices are told it. */
    public String released(String commit) {
        Release release = release(anna, application, commit);
        return release.location() + "@sha256:" + commit;
    }

    /** Returns the uuids of anna's devices that a filter means. */
    public List<String> devices(String filter) {
        return anna.find("/v7/device", filter)
                .rows()
                .valueStream()
                .map(it -> it.path("uuid").asString())
                .toList();
    }

    static void done(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Override
    public void close() {
        server.close();
    }
}
