package io.brownout.device;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The device's local API, as balena documents it: what it answers to whom. Knows no sockets. Safe for any thread.
 *
 * <p>{@code /ping} and {@code /v1/healthy} are open. All else wants the device's key, unless the device belongs to no fleet.
 */
final class LocalApi {
    private final Engine engine;
    private final TargetSource target;
    private final DeviceState state;
    private final Supplier<Optional<String>> loopTrouble;
    private final UpdateLocks locks;
    private final HostRequests host;
    private final String key;
    private final BooleanSupplier open;

    /**
     * Answers for one device.
     *
     * @param loopTrouble what is wrong with the app loop, if something is
     * @param locks that keep a reboot waiting
     * @param host which reboots
     * @param key that opens the API
     * @param open whether it is open without
     */
    LocalApi(
            Engine engine,
            TargetSource target,
            DeviceState state,
            Supplier<Optional<String>> loopTrouble,
            UpdateLocks locks,
            HostRequests host,
            String key,
            BooleanSupplier open) {
        this.engine = engine;
        this.target = target;
        this.state = state;
        this.loopTrouble = loopTrouble;
        this.locks = locks;
        this.host = host;
        this.key = key;
        this.open = open;
    }

    /**
     * A request.
     *
     * @param query decoded; of a repeated name the last counts
     * @param authorization the header's value
     * @param body as text; empty without one
     */
    record Request(
            String method, String path, Map<String, String> query, Optional<String> authorization, String body) {}

    /** An answer; the content type follows from its beginning. */
    record Reply(int status, String body) {
        static Reply json(Json body) {
            return new Reply(200, body.written());
        }

        String contentType() {
            return body.startsWith("{") ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
        }
    }

    /** Answers one request; blocks while the engine is asked. */
    Reply answer(Request request) {
        return switch (request.path()) {
            case "/ping" -> get(request, () -> new Reply(200, "OK"));
            case "/v1/healthy" -> get(request, this::healthy);
            case "/v1/device" -> guarded(request, () -> Reply.json(state.device(commit(), status())));
            case "/v1/reboot" -> guarded(request, "POST", () -> reboot(request));
            case "/v2/version" -> guarded(request, () -> success("version", state.supervisorVersion()));
            case "/v2/containerId" -> guarded(request, () -> containerId(request));
            case "/v2/applications/state" -> guarded(request, () -> Reply.json(applications()));
            default -> new Reply(404, "Not Found");
        };
    }

    private static Reply get(Request request, Supplier<Reply> reply) {
        return by("GET", request, reply);
    }

    private static Reply by(String method, Request request, Supplier<Reply> reply) {
        return request.method().equals(method) ? reply.get() : new Reply(405, "Method Not Allowed");
    }

    private Reply guarded(Request request, Supplier<Reply> reply) {
        return guarded(request, "GET", reply);
    }

    private Reply guarded(Request request, String method, Supplier<Reply> reply) {
        if (!open.getAsBoolean() && !carriesKey(request)) {
            return new Reply(401, "Unauthorized");
        }
        try {
            return by(method, request, reply);
        } catch (EngineException e) {
            return new Reply(503, failed(e.reason()).written());
        }
    }

    private boolean carriesKey(Request request) {
        String carried = Optional.ofNullable(request.query().get("apikey"))
                .or(() -> request.authorization().map(header -> header.replaceFirst("(?i)^(bearer|apikey) +", "")))
                .orElse("");
        return java.security.MessageDigest.isEqual(EngineSocket.bytes(carried), EngineSocket.bytes(key));
    }

    private Reply healthy() {
        Optional<String> trouble = loopTrouble.get();
        if (trouble.isPresent()) {
            return new Reply(500, "unhealthy: " + trouble.get() + "\n");
        }
        try {
            engine.ping();
            return new Reply(200, "OK");
        } catch (EngineException e) {
            return new Reply(500, "unhealthy: " + e.reason() + "\n");
        }
    }

    /** An app that holds its update lock is not interrupted, unless whoever asks insists. */
    private Reply reboot(Request request) {
        boolean insists = insists(request);
        Optional<String> holder = locks.held();
        if (holder.isPresent() && !insists) {
            return new Reply(
                    423,
                    Json.object("Data", "", "Error", "Updates are locked: by " + holder.get())
                            .written());
        }
        try {
            host.reboot();
            return new Reply(202, Json.object("Data", "OK", "Error", "").written());
        } catch (IOException e) {
            return new Reply(
                    500,
                    Json.object("Data", "", "Error", "the host cannot be asked: " + e.getMessage())
                            .written());
        }
    }

    private static boolean insists(Request request) {
        if (request.body().isBlank()) {
            return false;
        }
        try {
            return Json.parse(request.body()).at("force").flatMap(Json::asFlag).orElse(false);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Reply containerId(Request request) {
        Map<String, String> services = new LinkedHashMap<>();
        engine.containers().forEach(container -> services.put(container.service(), container.id()));
        String asked = request.query().getOrDefault("service", request.query().get("serviceName"));
        if (asked == null) {
            return success("services", services);
        }
        String id = services.get(asked);
        return id == null
                ? new Reply(
                        503,
                        failed("Could not find service with name '" + asked + "'")
                                .written())
                : success("containerId", id);
    }

    private Json applications() {
        List<EngineContainer> containers = engine.containers();
        Map<String, Json> apps = new LinkedHashMap<>();
        for (TargetState.App app : wanted()) {
            Map<String, Json> services = new LinkedHashMap<>();
            for (TargetState.Service service : app.services()) {
                String status = containers.stream()
                        .filter(it -> it.label(Labels.APP_ID).equals(Optional.of(Long.toString(app.id()))))
                        .filter(it -> it.service().equals(service.name()))
                        .map(DeviceState::serviceStatus)
                        .findFirst()
                        .orElse("Downloading");
                services.put(
                        service.name(),
                        Json.object(
                                "status",
                                status,
                                "releaseId",
                                app.releaseId(),
                                "downloadProgress",
                                new Json.Nothing()));
            }
            apps.put(app.name(), Json.object("appId", app.id(), "commit", app.commit(), "services", services));
        }
        return Json.of(apps);
    }

    private List<TargetState.App> wanted() {
        return target.current().map(TargetState::apps).orElse(List.of());
    }

    private Optional<String> commit() {
        return wanted().stream().map(TargetState.App::commit).findFirst();
    }

    /** Idle when all services that are to run do. */
    private String status() {
        List<EngineContainer> containers = engine.containers();
        boolean allRun = wanted().stream()
                .flatMap(app -> app.services().stream())
                .filter(TargetState.Service::running)
                .allMatch(service ->
                        containers.stream().anyMatch(it -> it.service().equals(service.name()) && it.alive()));
        return allRun ? "Idle" : "Starting";
    }

    private static Reply success(String name, Object value) {
        return Reply.json(Json.object("status", "success", name, value));
    }

    private static Json failed(String message) {
        return Json.object("status", "failed", "message", message);
    }
}
