package io.brownout.fleet;

import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** New keys. The answer is the key, as a JSON text; it cannot be asked for again. */
final class KeyEndpoints {
    private final FleetDatabase database;
    private final InstantSource clock;

    KeyEndpoints(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The key exchange: what heals a device that was registered and does not know it. Said twice, it is true twice. */
    ApiAnswer deviceKey(ApiRequest request, Caller caller) {
        return deviceKey(request.number(0), request.object(), caller);
    }

    private ApiAnswer deviceKey(long device, ObjectNode body, Caller caller) {
        String key = textIn(body, "apiKey").orElseGet(Keys::random);
        database.write(session -> {
            Row found = session.first(SqlText.of(
                            "SELECT \"actor\", \"belongs_to__application\" FROM \"device\" WHERE \"id\" = ?", device))
                    .filter(row -> mayGiveDevice(session, caller, device, row.whole("belongs_to__application")))
                    .orElseThrow(RefusedException::unauthorized);
            long actor = found.whole("actor");
            if (!Keys.has(session, actor, key)) {
                Keys.give(session, actor, key, label(body), clock.instant());
            }
            return actor;
        });
        return ApiAnswer.json(200, StringNode.valueOf(key));
    }

    private static boolean mayGiveDevice(Session session, Caller caller, long device, long application) {
        return switch (caller) {
            case Caller.Developer user -> ResourceRights.owns(session, user, application);
            case Caller.Provisioning key -> key.application() == application;
            case Caller.Device self -> self.id() == device;
            case Caller.Gone gone -> false;
        };
    }

    ApiAnswer provisioningKey(ApiRequest request, Caller caller) {
        return provisioningKey(request.number(0), request.object(), caller);
    }

    private ApiAnswer provisioningKey(long application, ObjectNode body, Caller caller) {
        String key = Keys.random();
        database.write(session -> {
            Row found = session.first(SqlText.of("SELECT \"actor\" FROM \"application\" WHERE \"id\" = ?", application))
                    .filter(row ->
                            caller instanceof Caller.Developer user && ResourceRights.owns(session, user, application))
                    .orElseThrow(RefusedException::unauthorized);
            Keys.give(session, found.whole("actor"), key, label(body), clock.instant());
            return key;
        });
        return ApiAnswer.json(200, StringNode.valueOf(key));
    }

    ApiAnswer userKey(ApiRequest request, Caller caller) {
        if (!(caller instanceof Caller.Developer user)) {
            throw RefusedException.unauthorized();
        }
        ObjectNode body = request.object();
        String key = Keys.random();
        database.write(session -> {
            Keys.give(session, user.actor(), key, label(body), clock.instant());
            return key;
        });
        return ApiAnswer.json(200, StringNode.valueOf(key));
    }

    /** The same for applications and devices, as newer clients ask. */
    ApiAnswer anyKey(ApiRequest request, Caller caller) {
        ObjectNode body = request.object();
        long id = body.path("actorTypeId").asLong(0);
        return switch (body.path("actorType").asString("")) {
            case "application" -> provisioningKey(id, body, caller);
            case "device" -> deviceKey(id, body, caller);
            default -> throw RefusedException.bad("expected actorType to be application or device");
        };
    }

    private static Keys.Label label(ObjectNode body) {
        return new Keys.Label(
                textIn(body, "name"),
                textIn(body, "description"),
                textIn(body, "expiryDate").map(Moments::read));
    }

    private static Optional<String> textIn(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.asStringOpt()
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> RefusedException.bad("expected %s to be a text".formatted(name))));
    }
}
