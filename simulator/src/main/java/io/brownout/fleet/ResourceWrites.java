package io.brownout.fleet;

import io.brownout.fleet.ResourceWriter.Target;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which fields of which resources somebody may write; that a row is theirs is checked elsewhere. */
final class ResourceWrites {
    static final String CREATE = "create";
    static final String CHANGE = "change";

    private static final Set<String> NEVER = Set.of("id", "created_at");

    /** Variables, tags and labels, all of their fields. */
    private static final Set<String> OF_DEVICE =
            Set.of("device_config_variable", "device_environment_variable", "device_tag");

    private static final Set<String> OF_FLEET = Set.of(
            "application_config_variable",
            "application_environment_variable",
            "application_tag",
            "service_environment_variable",
            "service_label",
            "image_environment_variable",
            "image_label",
            "release_tag",
            "release_image",
            "service",
            "device_service_environment_variable");

    private static final Map<String, Set<String>> OF_DEVELOPER = Map.of(
            "create application",
                    Set.of(
                            "app_name",
                            "uuid",
                            "organization",
                            "application_type",
                            "is_for__device_type",
                            "should_track_latest_release",
                            "is_of__class"),
            "change application",
                    Set.of(
                            "app_name",
                            "is_for__device_type",
                            "should_track_latest_release",
                            FleetModel.TARGET,
                            "is_archived"),
            "change device",
                    Set.of(
                            "device_name",
                            "note",
                            "belongs_to__application",
                            "is_active",
                            "is_web_accessible",
                            "custom_latitude",
                            "custom_longitude"),
            "create release",
                    Set.of(
                            "belongs_to__application",
                            "commit",
                            "composition",
                            "status",
                            "source",
                            "start_timestamp",
                            "end_timestamp",
                            "build_log",
                            "release_version",
                            "contract",
                            "note",
                            "is_final"),
            "change release",
                    Set.of(
                            "composition",
                            "status",
                            "end_timestamp",
                            "update_timestamp",
                            "build_log",
                            "release_version",
                            "contract",
                            "note",
                            "is_final",
                            "is_invalidated"),
            "create image",
                    Set.of(
                            "is_a_build_of__service",
                            "start_timestamp",
                            "end_timestamp",
                            "push_timestamp",
                            "status",
                            "dockerfile",
                            "project_type",
                            "contract",
                            "content_hash",
                            "image_size"),
            "change image",
                    Set.of(
                            "end_timestamp",
                            "push_timestamp",
                            "status",
                            "dockerfile",
                            "project_type",
                            "error_message",
                            "build_log",
                            "contract",
                            "content_hash",
                            "image_size"));

    private ResourceWrites() {}

    /** Returns the fields; none if the resource is not to be written so. */
    static Set<String> fields(Target target, String verb) {
        boolean pin = target.table().equals("device") && verb.equals(CHANGE);
        return switch (target.caller()) {
            case Caller.Developer user ->
                OF_FLEET.contains(target.table()) || OF_DEVICE.contains(target.table())
                        ? all(target)
                        : withPin(pin, target, OF_DEVELOPER.getOrDefault(verb + " " + target.table(), Set.of()));
            case Caller.Device device ->
                OF_DEVICE.contains(target.table())
                        ? all(target)
                        : withPin(pin, target, pin ? Set.of("device_name") : Set.of());
            case Caller.Provisioning key -> Set.of();
            case Caller.Gone gone -> Set.of();
        };
    }

    private static Set<String> all(Target target) {
        Set<String> all = new HashSet<>(target.resource().fields().keySet());
        all.addAll(target.resource().references().keySet());
        all.removeAll(NEVER);
        return all;
    }

    /** Each version has its own name for the release that a device is pinned on. */
    private static Set<String> withPin(boolean pin, Target target, Set<String> fields) {
        Set<String> more = new HashSet<>(fields);
        if (pin) {
            more.add(target.version() == 6 ? FleetModel.TARGET : FleetModel.PIN);
        }
        return more;
    }

    static boolean mayDelete(Target target) {
        return switch (target.caller()) {
            case Caller.Developer user ->
                OF_FLEET.contains(target.table())
                        || OF_DEVICE.contains(target.table())
                        || Set.of("application", "device", "release", "image").contains(target.table());
            case Caller.Device device -> OF_DEVICE.contains(target.table());
            case Caller.Provisioning key -> false;
            case Caller.Gone gone -> false;
        };
    }
}
