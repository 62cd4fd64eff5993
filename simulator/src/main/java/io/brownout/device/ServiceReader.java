package io.brownout.device;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what both forms of a target have alike: services and their compositions. */
final class ServiceReader {
    private ServiceReader() {}

    /**
     * Reads one service.
     *
     * @param service with its own members
     * @param composition with those that Docker Compose names
     * @param place for messages
     */
    static TargetState.Service read(String name, long id, long imageId, Json service, Json composition, String place) {
        return new TargetState.Service(
                id,
                name,
                imageId,
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
                text(composition, "network_mode", "networkMode"),
                names(composition, "networks"),
                dependencies(composition),
                composition.at("privileged").flatMap(Json::asFlag).orElse(false),
                list(composition, "command"),
                list(composition, "entrypoint"),
                EngineOptions.of(composition, place));
    }

    /** {@link JsonException} if services wait for each other in a circle, since then none of them could ever start; a name that no service has is waited for by nobody. */
    static void expectOrder(List<TargetState.Service> services, String place) {
        Set<String> settled = new HashSet<>();
        Set<String> names = new HashSet<>();
        services.forEach(service -> names.add(service.name()));
        for (boolean more = true; more; ) {
            more = false;
            for (TargetState.Service service : services) {
                if (service.dependsOn().stream().allMatch(it -> settled.contains(it) || !names.contains(it))) {
                    more |= settled.add(service.name());
                }
            }
        }
        names.removeAll(settled);
        if (!names.isEmpty()) {
            throw new JsonException(
                    "expected an order in %s.services in which each starts after what it depends on, saw a circle among %s"
                            .formatted(place, new java.util.TreeSet<>(names)));
        }
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

    private static List<String> dependencies(Json composition) {
        List<String> names = names(composition, "depends_on");
        return names.isEmpty() ? names(composition, "dependsOn") : names;
    }

    private static Optional<String> text(Json composition, String name, String otherName) {
        return composition
                .at(name)
                .flatMap(Json::asText)
                .or(() -> composition.at(otherName).flatMap(Json::asText));
    }

    static long number(Json value, String place, String name) {
        return value.at(name)
                .flatMap(Json::asLong)
                .orElseThrow(() -> new JsonException("expected a number in %s.%s".formatted(place, name)));
    }

    /** Reads an id that is the name of a member. */
    static long id(String key, String place) {
        return new Json.Text(key)
                .asLong()
                .orElseThrow(() -> new JsonException("expected a number as the name of %s".formatted(place)));
    }

    static Map<String, String> texts(Json value, String name) {
        Map<String, String> texts = new HashMap<>();
        value.at(name)
                .map(Json::members)
                .orElse(Map.of())
                .forEach((key, text) -> texts.put(key, text.asText().orElse("")));
        return texts;
    }

    /** The names in a list, or those of an object's members: Docker Compose takes either. */
    static List<String> names(Json value, String name) {
        Map<String, Json> members = value.at(name).map(Json::members).orElse(Map.of());
        return members.isEmpty() ? list(value, name) : List.copyOf(members.keySet());
    }

    /** A text alone is a list of its words, as Docker Compose has it for commands without quotes. */
    static List<String> list(Json value, String name) {
        Optional<Json> found = value.at(name);
        if (found.isPresent() && found.get() instanceof Json.Text(String text)) {
            return List.of(text.strip().split("\\s+"));
        }
        return found.map(Json::items).orElse(List.of()).stream()
                .flatMap(item -> item.asText().stream())
                .toList();
    }
}
