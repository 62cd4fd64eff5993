package io.brownout.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a target in the third form of balena's device state: {@code {"apps": {APPUUID: {"id", "name", "releases": {COMMIT: {"id", "services": {NAME: {"id", "image_id", "image", …}}}}}}}}, as {@code
 * apps.json} has it, or with the device's uuid around it, as the API answers it.
 *
 * <p>Host apps and supervisor apps are not services of this device and are left out.
 */
final class TargetReader {
    private TargetReader() {}

    /** Reads one; {@link JsonException} that names the place if something that decides what runs is missing. */
    static TargetState read(Json state) {
        Json apps = state.at("apps")
                .or(() -> state.members().values().stream()
                        .flatMap(device -> device.at("apps").stream())
                        .findFirst())
                .orElseThrow(() ->
                        new JsonException("expected a member \"apps\", at the top or below the device's uuid, saw "
                                + state.members().keySet()));
        List<TargetState.App> read = new ArrayList<>();
        apps.members().forEach((uuid, app) -> {
            boolean ofTheHost = app.at("is_host").flatMap(Json::asFlag).orElse(false);
            boolean ofAFleet =
                    app.at("class").flatMap(Json::asText).orElse("fleet").equals("fleet");
            if (ofAFleet && !ofTheHost) {
                read.add(app(uuid, app));
            }
        });
        read.sort(Comparator.comparingLong(TargetState.App::id));
        return new TargetState(read);
    }

    private static TargetState.App app(String uuid, Json app) {
        String place = "apps." + uuid;
        long id = number(app, place, "id");
        String name = app.at("name").flatMap(Json::asText).orElse(uuid);
        Map<String, Json> releases = app.at("releases").map(Json::members).orElse(Map.of());
        if (releases.isEmpty()) {
            return new TargetState.App(id, uuid, name, "", 0, List.of());
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
            services.add(service(service.getKey(), service.getValue(), place + ".services." + service.getKey()));
        }
        return new TargetState.App(id, uuid, name, release.getKey(), number(release.getValue(), place, "id"), services);
    }

    private static TargetState.Service service(String name, Json service, String place) {
        Json composition = service.at("composition").orElse(Json.object());
        return new TargetState.Service(
                number(service, place, "id"),
                name,
                number(service, place, "image_id"),
                service.at("image")
                        .flatMap(Json::asText)
                        .filter(image -> !image.isBlank())
                        .orElseThrow(
                                () -> new JsonException("expected the name of an image in %s.image".formatted(place))),
                service.at("running").flatMap(Json::asFlag).orElse(true),
                texts(service, "environment"),
                texts(service, "labels"),
                restart(composition, place),
                list(composition, "volumes"),
                composition.at("network_mode").flatMap(Json::asText),
                composition.at("privileged").flatMap(Json::asFlag).orElse(false),
                list(composition, "command"),
                list(composition, "entrypoint"));
    }

    private static String restart(Json composition, String place) {
        String policy =
                composition.at("restart").flatMap(Json::asText).orElse("always").toLowerCase(Locale.ROOT);
        return switch (policy) {
            case "always", "unless-stopped", "on-failure", "no" -> policy;
            case "false" -> "no"; // YAML's word for it.
            default ->
                throw new JsonException(
                        "expected always, unless-stopped, on-failure or no in %s.composition.restart, saw %s"
                                .formatted(place, policy));
        };
    }

    private static long number(Json value, String place, String name) {
        return value.at(name)
                .flatMap(Json::asLong)
                .orElseThrow(() -> new JsonException("expected a number in %s.%s".formatted(place, name)));
    }

    private static Map<String, String> texts(Json value, String name) {
        Map<String, String> texts = new HashMap<>();
        value.at(name)
                .map(Json::members)
                .orElse(Map.of())
                .forEach((key, text) -> texts.put(key, text.asText().orElse("")));
        return texts;
    }

    /** A text alone is a list of its words, as Docker Compose has it for commands without quotes. */
    private static List<String> list(Json value, String name) {
        Optional<Json> found = value.at(name);
        if (found.isPresent() && found.get() instanceof Json.Text(String text)) {
            return List.of(text.strip().split("\\s+"));
        }
        return found.map(Json::items).orElse(List.of()).stream()
                .flatMap(item -> item.asText().stream())
                .toList();
    }
}
