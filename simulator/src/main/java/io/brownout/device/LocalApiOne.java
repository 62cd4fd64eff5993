package io.brownout.device;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Version 1 of the local API: the device, and apps of one container. */
final class LocalApiOne {
    private final LocalApi.Parts parts;
    private final Deeds deeds;

    LocalApiOne(LocalApi.Parts parts, Deeds deeds) {
        this.parts = parts;
        this.deeds = deeds;
    }

    LocalApi.Reply answer(LocalApi.Request request) {
        return switch (request.path()) {
            case "/v1/device" -> LocalApi.by("GET", request, this::device);
            case "/v1/update" -> LocalApi.by("POST", request, () -> update(request));
            case "/v1/reboot" -> LocalApi.by("POST", request, () -> reboot(request));
            case "/v1/restart" -> LocalApi.by("POST", request, () -> restart(request));
            case "/v1/purge" -> LocalApi.by("POST", request, () -> purge(request));
            case "/v1/regenerate-api-key" ->
                LocalApi.by(
                        "POST",
                        request,
                        () -> new LocalApi.Reply(200, parts.key().renew()));
            default -> request.path().startsWith("/v1/apps/") ? app(request) : LocalApi.Reply.notFound();
        };
    }

    private LocalApi.Reply device() {
        return LocalApi.Reply.json(
                parts.state().device(parts.target().current(), parts.engine().containers(), parts.downloads()));
    }

    /** Asks the fleet at once; somebody who insists has the update that is waiting pass over the apps' locks. */
    private LocalApi.Reply update(LocalApi.Request request) {
        if (request.insists()) {
            parts.keeper().insist();
        }
        parts.downloads().retry();
        parts.look().run();
        return new LocalApi.Reply(204, "");
    }

    /** An app that holds its update lock is not interrupted, unless whoever asks insists. */
    private LocalApi.Reply reboot(LocalApi.Request request) {
        boolean insists = request.insists();
        Optional<String> holder = parts.locks().held();
        if (holder.isPresent() && !insists) {
            return data(423, "", "Updates are locked: by " + holder.get());
        }
        try {
            parts.host().reboot();
            return data(202, "OK", "");
        } catch (IOException e) {
            return data(500, "", "the host cannot be asked: " + e.getMessage());
        }
    }

    private LocalApi.Reply restart(LocalApi.Request request) {
        long app = appId(request);
        return locked(request, app).orElseGet(() -> {
            deeds.restart(app);
            return new LocalApi.Reply(200, "OK");
        });
    }

    private LocalApi.Reply purge(LocalApi.Request request) {
        long app = appId(request);
        return locked(request, app).orElseGet(() -> {
            deeds.purge(app);
            return data(200, "OK", "");
        });
    }

    private static long appId(LocalApi.Request request) {
        return request.json()
                .at("appId")
                .flatMap(Json::asLong)
                .orElseThrow(() -> new IllegalArgumentException("no appId"));
    }

    private Optional<LocalApi.Reply> locked(LocalApi.Request request, long app) {
        return !request.insists() && !parts.locks().holders(Set.of(app)).isEmpty()
                ? Optional.of(data(423, "", "Updates are locked: by app " + app))
                : Optional.empty();
    }

    /** {@code /v1/apps/ID}, and {@code start} and {@code stop} below it. */
    private LocalApi.Reply app(LocalApi.Request request) {
        String[] steps = request.steps();
        Optional<Long> id = new Json.Text(steps.length > 2 ? steps[2] : "").asLong();
        Optional<TargetState.App> app = parts.target().current().stream()
                .flatMap(it -> it.apps().stream())
                .filter(it -> id.equals(Optional.of(it.id())))
                .findFirst();
        if (app.isEmpty()) {
            return new LocalApi.Reply(400, "Missing app id");
        }
        if (app.get().services().size() != 1) {
            return new LocalApi.Reply(400, "Some v1 endpoints are only allowed on single-container apps");
        }
        TargetState.Service service = app.get().services().getFirst();
        ServiceKey key = new ServiceKey(app.get().id(), service.name());
        if (steps.length == 3) {
            return LocalApi.by("GET", request, () -> LocalApi.Reply.json(told(app.get(), service, container(key))));
        }
        boolean stop = steps.length == 4 && steps[3].equals("stop");
        if (!stop && !(steps.length == 4 && steps[3].equals("start"))) {
            return LocalApi.Reply.notFound();
        }
        return LocalApi.by("POST", request, () -> {
            Optional<LocalApi.Reply> refused = stop ? locked(request, key.app()) : Optional.empty();
            return refused.orElseGet(() -> {
                if (stop) {
                    deeds.stop(key);
                } else {
                    deeds.start(key);
                }
                return LocalApi.Reply.json(
                        Json.object("containerId", container(key).map(EngineContainer::id)));
            });
        });
    }

    private Optional<EngineContainer> container(ServiceKey key) {
        List<EngineContainer> all = parts.engine().containers();
        return all.stream().filter(it -> it.key().equals(key)).findFirst();
    }

    private static Json told(TargetState.App app, TargetState.Service service, Optional<EngineContainer> container) {
        return Json.object(
                "appId",
                app.id(),
                "containerId",
                container.map(EngineContainer::id),
                "commit",
                app.commit(),
                "releaseId",
                app.releaseId(),
                "imageId",
                service.image(),
                "env",
                Map.copyOf(service.environment()));
    }

    private static LocalApi.Reply data(int status, String data, String error) {
        return new LocalApi.Reply(
                status, Json.object("Data", data, "Error", error).written());
    }
}
