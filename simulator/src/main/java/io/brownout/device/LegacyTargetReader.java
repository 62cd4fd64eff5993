package io.brownout.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a target in the second form of balena's device state: {@code {"local": {"config", "apps": {APPID: {"name", "commit", "releaseId", "services": {SERVICEID: {"serviceName", "imageId", "image", …}},
 * "volumes", "networks"}}}}}. Older supervisors were told so, and local mode still is. What a composition says lies beside the service's own members.
 */
final class LegacyTargetReader {
    private LegacyTargetReader() {}

    /** Reads one; {@link JsonException} that names the place if something that decides what runs is missing. */
    static TargetState read(Json state) {
        Json device = state.at("local").orElseThrow(() -> new JsonException("expected a member \"local\""));
        List<TargetState.App> apps = new ArrayList<>();
        device.at("apps").map(Json::members).orElse(Map.of()).forEach((id, app) -> apps.add(app(id, app)));
        return TargetReader.target(device, apps);
    }

    private static TargetState.App app(String key, Json app) {
        String place = "local.apps." + key;
        long id = ServiceReader.id(key, place);
        List<TargetState.Service> services = new ArrayList<>();
        for (Map.Entry<String, Json> service :
                app.at("services").map(Json::members).orElse(Map.of()).entrySet()) {
            String at = place + ".services." + service.getKey();
            Json value = service.getValue();
            String name = value.at("serviceName")
                    .flatMap(Json::asText)
                    .orElseThrow(() -> new JsonException("expected a name in %s.serviceName".formatted(at)));
            services.add(ServiceReader.read(
                    name,
                    ServiceReader.id(service.getKey(), at),
                    value.at("imageId").flatMap(Json::asLong).orElse(1L),
                    value,
                    value,
                    at));
        }
        ServiceReader.expectOrder(services, place);
        return new TargetState.App(
                id,
                app.at("uuid").flatMap(Json::asText).orElse(key),
                app.at("name").flatMap(Json::asText).orElse(key),
                app.at("commit").flatMap(Json::asText).orElse(""),
                app.at("releaseId").flatMap(Json::asLong).orElse(0L),
                services,
                ServiceReader.names(app, "volumes"),
                ServiceReader.names(app, "networks"));
    }
}
