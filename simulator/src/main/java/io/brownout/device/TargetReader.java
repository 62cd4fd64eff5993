package io.brownout.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads a target in the third form of balena's device state: {@code {"apps": {APPUUID: {"id", "name", "releases": {COMMIT: {"id", "services": {NAME: {"id", "image_id", "image", …}}, "volumes",
 * "networks"}}}}}}, as {@code apps.json} has it, or with the device's uuid around it, as the API answers it. The second form, {@code {"local": …}}, is {@link LegacyTargetReader}'s.
 *
 * <p>Host apps and supervisor apps are not services of this device and are left out.
 */
final class TargetReader {
    private TargetReader() {}

    /** Reads one of either form; {@link JsonException} that names the place if something that decides what runs is missing. */
    static TargetState read(Json state) {
        if (state.at("local").isPresent()) {
            return LegacyTargetReader.read(state);
        }
        Json device = state.at("apps").isPresent()
                ? state
                : state.members().values().stream()
                        .filter(it -> it.at("apps").isPresent())
                        .findFirst()
                        .orElseThrow(() -> new JsonException(
                                "expected a member \"apps\", at the top or below the device's uuid, saw "
                                        + state.members().keySet()));
        List<TargetState.App> read = new ArrayList<>();
        device.at("apps").orElseThrow().members().forEach((uuid, app) -> {
            boolean ofTheHost = app.at("is_host").flatMap(Json::asFlag).orElse(false);
            boolean ofAFleet =
                    app.at("class").flatMap(Json::asText).orElse("fleet").equals("fleet");
            if (ofAFleet && !ofTheHost) {
                read.add(app(uuid, app));
            }
        });
        return target(device, read);
    }

    /** Puts a target together once its apps have been read. */
    static TargetState target(Json device, List<TargetState.App> apps) {
        apps.sort(Comparator.comparingLong(TargetState.App::id));
        return new TargetState(ServiceReader.texts(device, "config"), apps);
    }

    private static TargetState.App app(String uuid, Json app) {
        String place = "apps." + uuid;
        long id = ServiceReader.number(app, place, "id");
        String name = app.at("name").flatMap(Json::asText).orElse(uuid);
        Map<String, Json> releases = app.at("releases").map(Json::members).orElse(Map.of());
        if (releases.isEmpty()) {
            return new TargetState.App(id, uuid, name, "", 0, List.of(), List.of(), List.of());
        }
        if (releases.size() > 1) {
            throw new JsonException("expected one release in %s, saw %d".formatted(place, releases.size()));
        }
        Map.Entry<String, Json> release = releases.entrySet().iterator().next();
        place += ".releases." + release.getKey();
        List<TargetState.Service> services = new ArrayList<>();
        for (Map.Entry<String, Json> service : release.getValue()
                .at("services")
                .map(Json::members)
                .orElse(Map.of())
                .entrySet()) {
            String at = place + ".services." + service.getKey();
            Json value = service.getValue();
            services.add(ServiceReader.read(
                    service.getKey(),
                    ServiceReader.number(value, at, "id"),
                    ServiceReader.number(value, at, "image_id"),
                    value,
                    value.at("composition").orElse(Json.object()),
                    at));
        }
        ServiceReader.expectOrder(services, place);
        return new TargetState.App(
                id,
                uuid,
                name,
                release.getKey(),
                ServiceReader.number(release.getValue(), place, "id"),
                services,
                ServiceReader.names(release.getValue(), "volumes"),
                ServiceReader.names(release.getValue(), "networks"));
    }
}
