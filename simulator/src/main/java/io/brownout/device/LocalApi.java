package io.brownout.device;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The device's local API, as balena documents it: what it answers to whom. Knows no sockets. Safe for any thread.
 *
 * <p>{@code /ping} and {@code /v1/healthy} are open. All else wants the device's key, unless the device is in local mode or belongs to no fleet.
 */
final class LocalApi {
    private final Parts parts;
    private final LocalApiOne one;
    private final LocalApiTwo two;

    /**
     * What it answers from.
     *
     * @param trouble what is wrong with the supervisor's own loops, if something is
     * @param locks that keep apps and a reboot waiting
     * @param host which reboots
     * @param key that opens the API
     * @param open whether it is open without
     * @param look has the fleet asked and the apps looked after at once
     */
    record Parts(
            Engine engine,
            TargetFolder target,
            AppKeeper keeper,
            Downloads downloads,
            DeviceState state,
            Supplier<Optional<String>> trouble,
            UpdateLocks locks,
            HostRequests host,
            ApiKey key,
            BooleanSupplier open,
            Runnable look) {}

    LocalApi(Parts parts) {
        this.parts = parts;
        Deeds deeds = new Deeds(parts.engine(), parts.keeper(), parts.look());
        this.one = new LocalApiOne(parts, deeds);
        this.two = new LocalApiTwo(parts, deeds);
    }

    /**
     * A request.
     *
     * @param query decoded; of a repeated name the last counts
     * @param authorization the header's value
     * @param body as text; empty without one
     */
    record Request(String method, String path, Map<String, String> query, Optional<String> authorization, String body) {
        /** Returns the body; an empty object without one, {@link IllegalArgumentException} if it is no JSON. */
        Json json() {
            try {
                return body.isBlank() ? Json.object() : Json.parse(body);
            } catch (JsonException e) {
                throw new IllegalArgumentException(e);
            }
        }

        /** Says whether who asks wants it done in spite of locks. */
        boolean insists() {
            return json().at("force").flatMap(Json::asFlag).orElse(false);
        }

        /** Returns the parts of the path. */
        String[] steps() {
            return path.substring(1).split("/");
        }
    }

    /** An answer; the content type follows from its beginning. */
    record Reply(int status, String body) {
        static Reply json(Json body) {
            return new Reply(200, body.written());
        }

        static Reply notFound() {
            return new Reply(404, "Not Found");
        }

        String contentType() {
            return body.startsWith("{") ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
        }
    }

    /** Answers one request; blocks while the engine is asked. */
    Reply answer(Request request) {
        if (request.path().equals("/ping")) {
            return by("GET", request, () -> new Reply(200, "OK"));
        }
        if (request.path().equals("/v1/healthy")) {
            return by("GET", request, this::healthy);
        }
        boolean first = request.path().startsWith("/v1/");
        if (!first && !request.path().startsWith("/v2/")) {
            return Reply.notFound();
        }
        if (!parts.open().getAsBoolean() && !carriesKey(request)) {
            return new Reply(401, "Unauthorized");
        }
        try {
            return first ? one.answer(request) : two.answer(request);
        } catch (EngineException e) {
            return new Reply(503, LocalApiTwo.failed(e.reason()).written());
        }
    }

    static Reply by(String method, Request request, Supplier<Reply> reply) {
        return request.method().equals(method) ? reply.get() : new Reply(405, "Method Not Allowed");
    }

    private boolean carriesKey(Request request) {
        String carried = Optional.ofNullable(request.query().get("apikey"))
                .or(() -> request.authorization().map(header -> header.replaceFirst("(?i)^(bearer|apikey) +", "")))
                .orElse("");
        return parts.key().fits(carried);
    }

    private Reply healthy() {
        Optional<String> trouble = parts.trouble().get();
        if (trouble.isPresent()) {
            return new Reply(500, "unhealthy: " + trouble.get() + "\n");
        }
        try {
            parts.engine().ping();
            return new Reply(200, "OK");
        } catch (EngineException e) {
            return new Reply(500, "unhealthy: " + e.reason() + "\n");
        }
    }
}
