package io.brownout.stack;

import io.brownout.fleet.BuildFailedException;
import io.brownout.fleet.ProjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The services of a project, as its docker-compose.yml says, or the one that a project without is.
 *
 * @param document what devices are told, in the form of a compose file
 * @param services by their names, in the file's order
 */
record Composition(Map<String, @Nullable Object> document, Map<String, Service> services) {
    /** The service of a project that is one; what balena's builder makes of it. */
    private static final String MAIN = "main";

    private static final Map<String, @Nullable Object> OF_ONE = Map.of(
            "version", "2.1",
            "networks", Map.of(),
            "volumes", Map.of("resin-data", Map.of()),
            "services",
                    Map.of(
                            MAIN,
                            Map.of(
                                    "build",
                                    Map.of("context", "."),
                                    "privileged",
                                    true,
                                    "tty",
                                    true,
                                    "restart",
                                    "always",
                                    "network_mode",
                                    "host",
                                    "volumes",
                                    List.of("resin-data:/data"),
                                    "labels",
                                    Map.of(
                                            "io.resin.features.kernel-modules", "1",
                                            "io.resin.features.firmware", "1",
                                            "io.resin.features.supervisor-api", "1",
                                            "io.resin.features.resin-api", "1"))));

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

    /** How a service comes to its image. */
    sealed interface Service {
        /**
         * From a folder of the project.
         *
         * @param context below the project's root
         * @param dockerfile below that, if not the usual name
         */
        record Built(String context, String dockerfile) implements Service {}

        /** From an image that there is. */
        record Taken(String image) implements Service {}
    }

    /**
     * Reads it.
     *
     * @throws BuildFailedException if the compose file is none, with what is wrong
     */
    static Composition of(Path project, ProjectKind kind) throws BuildFailedException, IOException {
        if (kind != ProjectKind.COMPOSE) {
            return new Composition(OF_ONE, Map.of(MAIN, new Service.Built(".", "Dockerfile")));
        }
        Map<String, @Nullable Object> document = map(parsed(project.resolve(kind.file())), "the file");
        Map<String, Service> services = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry :
                map(document.get("services"), "services").entrySet()) {
            if (!NAME.matcher(entry.getKey()).matches()) {
                throw wrong("\"%s\" is no name for a service".formatted(entry.getKey()));
            }
            services.put(entry.getKey(), service(entry.getKey(), map(entry.getValue(), entry.getKey())));
        }
        if (services.isEmpty()) {
            throw wrong("it has no services");
        }
        return new Composition(document, services);
    }

    private static @Nullable Object parsed(Path file) throws BuildFailedException, IOException {
        try {
            return new Load(LoadSettings.builder()
                            .setLabel(file.getFileName().toString())
                            .build())
                    .loadFromString(Files.readString(file));
        } catch (YamlEngineException e) {
            throw wrong(String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }

    private static Service service(String name, Map<String, @Nullable Object> said) throws BuildFailedException {
        @Nullable Object build = said.get("build");
        if (build instanceof String context) {
            return new Service.Built(context, "Dockerfile");
        }
        if (build != null) {
            Map<String, @Nullable Object> parts = map(build, name + ".build");
            return new Service.Built(
                    text(parts.getOrDefault("context", "."), name + ".build.context"),
                    text(parts.getOrDefault("dockerfile", "Dockerfile"), name + ".build.dockerfile"));
        }
        if (said.get("image") instanceof String image) {
            return new Service.Taken(image);
        }
        throw wrong("service %s has neither build nor image".formatted(name));
    }

    private static String text(@Nullable Object value, String where) throws BuildFailedException {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("expected a text at %s, found %s".formatted(where, value));
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value, String where) throws BuildFailedException {
        if (!(value instanceof Map<?, ?> any)) {
            throw wrong("expected names and values at %s, found %s".formatted(where, value));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        any.forEach((key, content) -> named.put(String.valueOf(key), content));
        return named;
    }

    private static BuildFailedException wrong(String what) {
        return new BuildFailedException("docker-compose.yml: " + what);
    }
}
