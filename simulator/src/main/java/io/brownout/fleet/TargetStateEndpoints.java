package io.brownout.fleet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** What a device should run: {@code GET /device/vN/UUID/state}. A device that asks is alive. */
final class TargetStateEndpoints {
    private final FleetDatabase database;
    private final InstantSource clock;

    TargetStateEndpoints(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    ApiAnswer v3(ApiRequest request, Caller caller) {
        return answer(request, caller, TargetStateJson::v3);
    }

    ApiAnswer v2(ApiRequest request, Caller caller) {
        return answer(request, caller, TargetStateJson::v2);
    }

    /** A device that is deleted or frozen is told that nothing has changed: so it keeps running what it runs. */
    private ApiAnswer answer(ApiRequest request, Caller caller, Function<TargetState, ObjectNode> json) {
        if (caller instanceof Caller.Gone) {
            return ApiAnswer.empty(304);
        }
        Optional<TargetState> state = database.read(session -> visible(session, caller, request.part(0))
                .filter(it -> !it.truth("is_frozen"))
                .map(it -> TargetStateReader.of(session, it.whole("id"))));
        if (state.isEmpty()) {
            return ApiAnswer.empty(304);
        }
        if (caller instanceof Caller.Device device) {
            database.write(session -> {
                Heartbeat.beat(session, device.id(), PollInterval.of(state.get().config()), clock.instant());
                return device;
            });
        }
        ApiAnswer full = ApiAnswer.json(200, json.apply(state.get()));
        String tag = tag(full.body());
        return request.header("If-None-Match").filter(it -> it.contains(tag)).isPresent()
                ? ApiAnswer.empty(304).with("ETag", tag)
                : full.with("ETag", tag);
    }

    /** Returns a device that somebody may see the target of; refuses the request if it is not theirs. */
    private static Optional<Row> visible(Session session, Caller caller, String uuid) {
        Row device = session.first(SqlText.of(
                        "SELECT \"id\", \"belongs_to__application\", \"is_frozen\" FROM \"device\" WHERE \"uuid\" = ?",
                        uuid))
                .orElseThrow(RefusedException::unauthorized);
        boolean theirs = switch (caller) {
            case Caller.Device self -> self.id() == device.whole("id");
            case Caller.Developer user -> ResourceRights.owns(session, user, device.whole("belongs_to__application"));
            case Caller.Provisioning key -> false;
            case Caller.Gone gone -> false;
        };
        if (!theirs) {
            throw RefusedException.unauthorized();
        }
        return Optional.of(device);
    }

    private static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "\"%s\"".formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
