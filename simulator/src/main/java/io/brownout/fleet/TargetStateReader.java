package io.brownout.fleet;

import io.brownout.fleet.TargetState.Release;
import io.brownout.fleet.TargetState.Service;
import io.brownout.fleet.TargetState.TargetApplication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a device's target together from what the database has. For one thread and one piece of work. */
final class TargetStateReader {
    private final Session session;
    private final Row device;
    private final long deviceId;

    private TargetStateReader(Session session, Row device) {
        this.session = session;
        this.device = device;
        this.deviceId = device.whole("id");
    }

    static TargetState of(Session session, long deviceId) {
        Row device = session.first(SqlText.of("""
                        SELECT d."id", d."uuid", d."device_name", d."is_pinned_on__release", a."id" AS app_id, a."uuid" AS app_uuid,
                          a."app_name", a."is_of__class", a."is_host", a."should_be_running__release"
                        FROM "device" d JOIN "application" a ON a."id" = d."belongs_to__application" WHERE d."id" = ?
                        """, deviceId)).orElseThrow(RefusedException::unauthorized);
        return new TargetStateReader(session, device).read();
    }

    private TargetState read() {
        OptionalLong pinned = device.wholeIfAny("is_pinned_on__release");
        OptionalLong release = pinned.isPresent() ? pinned : device.wholeIfAny("should_be_running__release");
        return new TargetState(
                device.text("uuid"),
                device.text("device_name"),
                config(),
                new TargetApplication(
                        device.whole("app_id"),
                        device.text("app_uuid"),
                        device.text("app_name"),
                        device.text("is_of__class"),
                        device.truth("is_host")),
                release.isPresent() ? release(release.getAsLong()) : Optional.empty());
    }

    /** The device's own come after those of its application. */
    private Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        config.putAll(variables("application_config_variable", "application", device.whole("app_id")));
        config.putAll(variables("device_config_variable", "device", deviceId));
        config.replaceAll((name, value) -> PollInterval.isName(name) ? PollInterval.raised(value) : value);
        return config;
    }

    private Map<String, String> variables(String table, String by, long id) {
        return pairs(table, by, id, "name");
    }

    private Map<String, String> pairs(String table, String by, long id, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        session.rows(SqlText.of(
                        "SELECT \"%s\" AS n, \"value\" FROM \"%s\" WHERE \"%s\" = ? ORDER BY 1"
                                .formatted(name, table, by),
                        id))
                .forEach(row -> pairs.put(row.text("n"), row.text("value")));
        return pairs;
    }

    private Optional<Release> release(long id) {
        return session.first(SqlText.of("SELECT \"commit\", \"composition\" FROM \"release\" WHERE \"id\" = ?", id))
                .map(row -> {
                    JsonNode composition = Json.read(row.text("composition"));
                    return new Release(
                            id,
                            row.text("commit"),
                            object(composition.path("volumes")),
                            object(composition.path("networks")),
                            services(id, composition.path("services")));
                });
    }

    private List<Service> services(long release, JsonNode compositions) {
        Map<String, String> ofApplication =
                variables("application_environment_variable", "application", device.whole("app_id"));
        Map<String, String> ofDevice = variables("device_environment_variable", "device", deviceId);
        List<Service> services = new ArrayList<>();
        for (Row row : session.rows(SqlText.of("""
                SELECT ri."id" AS part, i."id" AS image_id, i."is_stored_at__image_location", i."content_hash", i."contract",
                  s."id" AS service_id, s."service_name", si."id" AS install
                FROM "release_image" ri JOIN "image" i ON i."id" = ri."image" JOIN "service" s ON s."id" = i."is_a_build_of__service"
                LEFT JOIN "service_install" si ON si."installs__service" = s."id" AND si."device" = ?
                WHERE ri."is_part_of__release" = ? ORDER BY s."service_name"
                """, deviceId, release))) {
            services.add(service(row, compositions, ofApplication, ofDevice));
        }
        return services;
    }

    /** Of two variables of one name the later counts: image, application, service, device, service on this device. */
    private Service service(
            Row row, JsonNode compositions, Map<String, String> ofApplication, Map<String, String> ofDevice) {
        long id = row.whole("service_id");
        long part = row.whole("part");
        Map<String, String> environment =
                new LinkedHashMap<>(variables("image_environment_variable", "release_image", part));
        environment.putAll(ofApplication);
        environment.putAll(variables("service_environment_variable", "service", id));
        environment.putAll(ofDevice);
        row.wholeIfAny("install")
                .ifPresent(it ->
                        environment.putAll(variables("device_service_environment_variable", "service_install", it)));
        Map<String, String> labels = new LinkedHashMap<>(pairs("image_label", "release_image", part, "label_name"));
        labels.putAll(pairs("service_label", "service", id, "label_name"));
        ObjectNode composition =
                object(compositions.path(row.text("service_name"))).deepCopy();
        composition.remove("build");
        return new Service(
                id,
                row.text("service_name"),
                row.whole("image_id"),
                image(row),
                environment,
                labels,
                composition,
                row.textIfAny("contract").map(Json::read));
    }

    private static String image(Row row) {
        String location = row.text("is_stored_at__image_location").toLowerCase(Locale.ROOT);
        return row.textIfAny("content_hash").map(it -> location + "@" + it).orElse(location);
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }
}
