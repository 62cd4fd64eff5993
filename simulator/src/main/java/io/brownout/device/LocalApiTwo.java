package io.brownout.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Version 2 of the local API: apps of several containers, and local mode. */
final class LocalApiTwo {
    private final LocalApi.Parts parts;
    private final Deeds deeds;

    LocalApiTwo(LocalApi.Parts parts, Deeds deeds) {
        this.parts = parts;
        this.deeds = deeds;
    }

    LocalApi.Reply answer(LocalApi.Request request) {
        return switch (request.path()) {
            case "/v2/version" ->
                LocalApi.by(
                        "GET", request, () -> success("version", parts.state().supervisorVersion()));
            case "/v2/containerId" -> LocalApi.by("GET", request, () -> containerId(request));
            case "/v2/applications/state" ->
                LocalApi.by("GET", request, () -> LocalApi.Reply.json(applications(Optional.empty())));
            case "/v2/state/status" -> LocalApi.by("GET", request, this::status);
            case "/v2/cleanup-volumes" -> LocalApi.by("GET", request, this::cleanVolumes);
            case "/v2/local/target-state" -> localTarget(request);
            case "/v2/local/device-info" -> LocalApi.by("GET", request, this::deviceInfo);
            default -> request.path().startsWith("/v2/applications/") ? app(request) : LocalApi.Reply.notFound();
        };
    }

    private LocalApi.Reply containerId(LocalApi.Request request) {
        Map<String, String> services = new LinkedHashMap<>();
        parts.engine().containers().forEach(container -> services.put(container.service(), container.id()));
        String asked = request.query().getOrDefault("service", request.query().get("serviceName"));
        if (asked == null) {
            return success("services", services);
        }
        String id = services.get(asked);
        return id == null
                ? new LocalApi.Reply(
                        503,
                        failed("Could not find service with name '" + asked + "'")
                                .written())
                : success("containerId", id);
    }

    private Json applications(Optional<Long> only) {
        List<EngineContainer> containers = parts.engine().containers();
        Map<String, Json> apps = new LinkedHashMap<>();
        for (TargetState.App app : wanted()) {
            if (only.isPresent() && only.get() != app.id()) {
                continue;
            }
            Map<String, Json> services = new LinkedHashMap<>();
            for (TargetState.Service service : app.services()) {
                String status = containers.stream()
                        .filter(it -> it.key().equals(new ServiceKey(app.id(), service.name())))
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
                                progress(service.image())));
            }
            apps.put(app.name(), Json.object("appId", app.id(), "commit", app.commit(), "services", services));
        }
        return Json.of(apps);
    }

    private Json progress(String image) {
        int percent = parts.downloads().percent(image).orElse(-1);
        return percent < 0 ? new Json.Nothing() : Json.of(percent);
    }

    private List<TargetState.App> wanted() {
        return parts.target().current().map(TargetState::apps).orElse(List.of());
    }

    private LocalApi.Reply status() {
        List<Json> containers = new ArrayList<>();
        for (EngineContainer it : parts.engine().containers()) {
            containers.add(Json.object(
                    "status",
                    DeviceState.serviceStatus(it),
                    "serviceName",
                    it.service(),
                    "appId",
                    it.app(),
                    "serviceId",
                    it.label(Labels.SERVICE_ID).flatMap(id -> new Json.Text(id).asLong()),
                    "imageId",
                    it.label(Labels.IMAGE_ID).flatMap(id -> new Json.Text(id).asLong()),
                    "containerId",
                    it.id()));
        }
        List<Json> images = new ArrayList<>();
        int sum = 0;
        int count = 0;
        for (TargetState.App app : wanted()) {
            for (TargetState.Service service : app.services()) {
                int percent = parts.downloads().percent(service.image()).orElse(-1);
                sum += Math.max(0, percent);
                count += percent < 0 ? 0 : 1;
                images.add(Json.object(
                        "name",
                        service.image(),
                        "appId",
                        app.id(),
                        "serviceName",
                        service.name(),
                        "imageId",
                        service.imageId(),
                        "status",
                        percent < 0 ? "Downloaded" : "Downloading",
                        "downloadProgress",
                        progress(service.image())));
            }
        }
        boolean applied = parts.keeper().seen().map(ReportedState.Seen::settled).orElse(true) && count == 0;
        return LocalApi.Reply.json(Json.object(
                "status",
                "success",
                "appState",
                applied ? "applied" : "applying",
                "overallDownloadProgress",
                count == 0 ? new Json.Nothing() : sum / count,
                "containers",
                containers,
                "images",
                images,
                "release",
                wanted().stream().map(TargetState.App::commit).findFirst()));
    }

    private LocalApi.Reply cleanVolumes() {
        parts.target().current().ifPresent(deeds::cleanVolumes);
        return LocalApi.Reply.json(Json.object("status", "success"));
    }

    /** {@code /v2/applications/ID/…}. */
    private LocalApi.Reply app(LocalApi.Request request) {
        String[] steps = request.steps();
        Optional<Long> id = new Json.Text(steps.length == 4 ? steps[2] : "").asLong();
        if (id.isEmpty() || wanted().stream().noneMatch(it -> it.id() == id.get())) {
            return LocalApi.Reply.notFound();
        }
        long app = id.get();
        return switch (steps[3]) {
            case "state" -> LocalApi.by("GET", request, () -> LocalApi.Reply.json(applications(id)));
            case "restart" -> deed(request, app, () -> deeds.restart(app));
            case "purge" -> deed(request, app, () -> deeds.purge(app));
            case "restart-service" -> deed(request, app, () -> deeds.restart(service(request, app)));
            case "stop-service" -> deed(request, app, () -> deeds.stop(service(request, app)));
            case "start-service" -> deed(request, app, () -> deeds.start(service(request, app)));
            default -> LocalApi.Reply.notFound();
        };
    }

    private LocalApi.Reply deed(LocalApi.Request request, long app, Runnable deed) {
        return LocalApi.by("POST", request, () -> {
            if (!request.insists() && !parts.locks().holders(Set.of(app)).isEmpty()) {
                return new LocalApi.Reply(
                        423, failed("Updates are locked: by app " + app).written());
            }
            deed.run();
            return new LocalApi.Reply(200, "OK");
        });
    }

    /** The service that the body names, by its name or by its image's id. */
    private ServiceKey service(LocalApi.Request request, long app) {
        Optional<String> name = request.json().at("serviceName").flatMap(Json::asText);
        Optional<Long> image = request.json().at("imageId").flatMap(Json::asLong);
        return wanted().stream()
                .filter(it -> it.id() == app)
                .flatMap(it -> it.services().stream())
                .filter(it -> name.equals(Optional.of(it.name())) || image.equals(Optional.of(it.imageId())))
                .map(it -> new ServiceKey(app, it.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service of that name or image"));
    }

    private LocalApi.Reply localTarget(LocalApi.Request request) {
        if (!parts.target().localMode()) {
            return new LocalApi.Reply(
                    400,
                    failed("Target state can only be retrieved and set in local mode")
                            .written());
        }
        if (request.method().equals("GET")) {
            return success("state", parts.target().asItCame().orElse(Json.object()));
        }
        return LocalApi.by("POST", request, () -> {
            try {
                parts.target().takeLocal(request.body());
            } catch (JsonException e) {
                return new LocalApi.Reply(
                        400, failed(String.valueOf(e.getMessage())).written());
            } catch (IOException e) {
                return new LocalApi.Reply(
                        500, failed("it cannot be kept: " + e.getMessage()).written());
            }
            parts.look().run();
            return LocalApi.Reply.json(Json.object("status", "success", "message", "OK"));
        });
    }

    private LocalApi.Reply deviceInfo() {
        if (!parts.target().localMode()) {
            return new LocalApi.Reply(
                    400, failed("Device info is only told in local mode").written());
        }
        return success(
                "info",
                Json.object(
                        "arch",
                        System.getProperty("os.arch", ""),
                        "deviceType",
                        parts.state().deviceType()));
    }

    private static LocalApi.Reply success(String name, Object value) {
        return LocalApi.Reply.json(Json.object("status", "success", name, value));
    }

    static Json failed(String message) {
        return Json.object("status", "failed", "message", message);
    }
}
