package io.brownout.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose a row is: expressions for its application and, if it is one device's, for that device. The row is d. */
final class ResourceOwners {
    private static final Set<String> EVERYBODYS =
            Set.of("device_type", "device_type_alias", "cpu_architecture", "application_type");

    private static final String OF_SERVICE = "(SELECT s.\"application\" FROM \"service\" s WHERE s.\"id\" = d.\"%s\")";
    private static final String OF_RELEASE =
            "(SELECT r.\"belongs_to__application\" FROM \"release\" r WHERE r.\"id\" = d.\"%s\")";
    private static final String OF_PART = """
            (SELECT r."belongs_to__application" FROM "release_image" p JOIN "release" r ON r."id" = p."is_part_of__release"
            WHERE p."id" = d."release_image")
            """;

    private static final Map<String, String> APPLICATIONS = Map.ofEntries(
            Map.entry("application", "d.\"id\""),
            Map.entry("application_config_variable", "d.\"application\""),
            Map.entry("application_environment_variable", "d.\"application\""),
            Map.entry("application_tag", "d.\"application\""),
            Map.entry("device", "d.\"belongs_to__application\""),
            Map.entry("release", "d.\"belongs_to__application\""),
            Map.entry("release_tag", OF_RELEASE.formatted("release")),
            Map.entry("release_image", OF_RELEASE.formatted("is_part_of__release")),
            Map.entry("service", "d.\"application\""),
            Map.entry("service_environment_variable", OF_SERVICE.formatted("service")),
            Map.entry("service_label", OF_SERVICE.formatted("service")),
            Map.entry("image", OF_SERVICE.formatted("is_a_build_of__service")),
            Map.entry("image_environment_variable", OF_PART),
            Map.entry("image_label", OF_PART));

    private static final Map<String, String> DEVICES = Map.of(
            "device", "d.\"id\"",
            "device_config_variable", "d.\"device\"",
            "device_environment_variable", "d.\"device\"",
            "device_tag", "d.\"device\"",
            "service_install", "d.\"device\"",
            "image_install", "d.\"device\"",
            "device_service_environment_variable",
                    "(SELECT si.\"device\" FROM \"service_install\" si WHERE si.\"id\" = d.\"service_install\")");

    private ResourceOwners() {}

    /** Says whether it is nobody's, and everybody with a key may read it. */
    static boolean isEverybodys(String resource) {
        return EVERYBODYS.contains(resource);
    }

    static Optional<String> device(String resource) {
        return Optional.ofNullable(DEVICES.get(resource));
    }

    static Optional<String> application(String resource) {
        return Optional.ofNullable(APPLICATIONS.get(resource))
                .or(() -> device(resource)
                        .map(it -> "(SELECT x.\"belongs_to__application\" FROM \"device\" x WHERE x.\"id\" = %s)"
                                .formatted(it)));
    }
}
