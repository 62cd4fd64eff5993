package io.brownout.fleet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a device becomes known: {@code POST /device/register} with the key of its application, or of its user. */
final class RegistrationEndpoint {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{62}");
    private static final Set<String> VARIANTS = Set.of("dev", "prod");

    private final FleetDatabase database;
    private final InstantSource clock;

    RegistrationEndpoint(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    ApiAnswer register(ApiRequest request, Caller caller) {
        ObjectNode body = request.object();
        String uuid = text(body, "uuid").orElseThrow(() -> missing("uuid"));
        String type = text(body, "device_type").orElseThrow(() -> missing("device_type"));
        long application = body.path("application").asLong(0);
        if (application == 0) {
            throw missing("application");
        }
        if (!UUID.matcher(uuid).matches()) {
            throw RefusedException.bad("expected a uuid of 32 or 62 hexadecimal digits in lower case");
        }
        String key = text(body, "api_key").orElseGet(Keys::random);
        long id = database.write(session -> {
            if (!mayRegister(session, caller, application)) {
                throw RefusedException.unauthorized();
            }
            return register(session, body, new NewDevice(uuid, application, type(session, type), key, caller));
        });
        return ApiAnswer.json(201, Json.object().put("id", id).put("uuid", uuid).put("api_key", key));
    }

    /** What is certain of a device that is being registered. */
    private record NewDevice(String uuid, long application, long type, String key, Caller caller) {}

    private static boolean mayRegister(Session session, Caller caller, long application) {
        return switch (caller) {
            case Caller.Developer user -> ResourceRights.owns(session, user, application);
            case Caller.Provisioning key -> key.application() == application;
            case Caller.Device device -> false;
            case Caller.Gone gone -> false;
        };
    }

    private static long type(Session session, String slug) {
        return session.first(SqlText.of(
                        "SELECT \"references__device_type\" FROM \"device_type_alias\" WHERE \"is_referenced_by__alias\" = ?",
                        slug))
                .orElseThrow(() -> RefusedException.said(404, "Unknown device type " + slug))
                .whole("references__device_type");
    }

    private long register(Session session, ObjectNode body, NewDevice device) {
        Instant now = clock.instant();
        long actor = Keys.newActor(session, now);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("created_at", Moments.text(now));
        values.put("modified_at", Moments.text(now));
        values.put("actor", actor);
        values.put("uuid", device.uuid());
        values.put("device_name", DeviceNames.random());
        values.put("is_of__device_type", device.type());
        values.put("belongs_to__application", device.application());
        values.put(
                "belongs_to__user", device.caller() instanceof Caller.Developer user ? Long.valueOf(user.id()) : null);
        text(body, "supervisor_version").ifPresent(it -> values.put("supervisor_version", StateFields.cut(it, 20)));
        text(body, "os_version").ifPresent(it -> values.put("os_version", StateFields.cut(it, 70)));
        text(body, "os_variant").filter(VARIANTS::contains).ifPresent(it -> values.put("os_variant", it));
        text(body, "mac_address").ifPresent(it -> values.put("mac_address", StateFields.cut(it, 2000)));
        long id = session.insert("device", values);
        Keys.give(session, actor, device.key(), Keys.Label.NONE, now);
        ServiceInstalls.ofDevice(session, id, device.application(), now);
        return id;
    }

    private static Optional<String> text(ObjectNode body, String name) {
        return body.path(name).asStringOpt().filter(it -> !it.isEmpty());
    }

    private static RefusedException missing(String what) {
        return RefusedException.bad("expected %s in the body".formatted(what));
    }
}
