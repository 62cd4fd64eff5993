package io.brownout.fleet;

import io.brownout.fleet.ResourceModel.Collected;
import io.brownout.fleet.ResourceModel.Kind;
import io.brownout.fleet.ResourceModel.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resources of the API, as versions 6 and 7 name them; the schema is their tables. What is secret is no field of any. */
final class FleetModel {
    /** What 7 calls is_pinned_on__release, 6 calls should_be_running__release, which in 7 is what follows from it. */
    static final String PIN = "is_pinned_on__release";

    static final String TARGET = "should_be_running__release";

    private static final Map<String, String> OTHER_NAMES = Map.of("image__is_part_of__release", "release_image");

    private FleetModel() {}

    static ResourceModel version(int version) {
        Tables tables = new Tables();
        people(tables);
        fleet(tables);
        releases(tables);
        devices(tables, version);
        for (String of : List.of("application", "device")) {
            tables.add(of + "_config_variable").texts("name", "value").refers(of, of);
            tables.add(of + "_environment_variable").texts("name", "value").refers(of, of);
        }
        for (String of : List.of("service", "image")) {
            String owner = of.equals("image") ? "release_image" : of;
            tables.add(of + "_environment_variable").texts("name", "value").refers(owner, owner);
            tables.add(of + "_label").texts("label_name", "value").refers(owner, owner);
        }
        tables.add("device_service_environment_variable")
                .texts("name", "value")
                .refers("service_install", "service_install");
        for (String of : List.of("application", "device", "release")) {
            tables.add(of + "_tag").texts("tag_key", "value").refers(of, of);
        }
        return tables.model();
    }

    private static void people(Tables tables) {
        tables.add("user").texts("username");
        tables.add("organization").texts("name", "handle");
        tables.add("organization_membership")
                .refers("user", "user")
                .refers("is_member_of__organization", "organization");
    }

    private static void fleet(Tables tables) {
        tables.add("cpu_architecture").without("created_at").texts("slug");
        tables.add("device_type")
                .without("created_at")
                .texts("slug", "name")
                .refers("is_of__cpu_architecture", "cpu_architecture");
        tables.add("device_type_alias")
                .without("created_at")
                .texts("is_referenced_by__alias")
                .refers("references__device_type", "device_type");
        tables.add("application_type")
                .without("created_at")
                .texts("name", "slug")
                .truths("supports_web_url", "supports_multicontainer", "is_legacy");
        tables.add("application")
                .texts("uuid", "app_name", "slug", "is_of__class")
                .truths("should_track_latest_release", "is_host", "is_archived", "is_public")
                .refers("organization", "organization")
                .refers("application_type", "application_type")
                .refers("is_for__device_type", "device_type")
                .refers(TARGET, "release");
    }

    private static void releases(Tables tables) {
        tables.add("release")
                .texts("commit", "status", "source", "build_log", "release_version", "note")
                .json("composition", "contract")
                .times("start_timestamp", "end_timestamp", "update_timestamp")
                .truths("is_final", "is_invalidated")
                .refers("belongs_to__application", "application", "owns__release")
                .refers("is_created_by__user", "user", "creates__release");
        tables.add("service").texts("service_name").refers("application", "application");
        tables.add("image")
                .texts("is_stored_at__image_location", "content_hash", "status", "dockerfile", "project_type")
                .texts("error_message", "build_log")
                .json("contract")
                .wholes("image_size")
                .times("start_timestamp", "push_timestamp", "end_timestamp")
                .refers("is_a_build_of__service", "service", "is_built_by__image");
        tables.add("release_image")
                .refers("is_part_of__release", "release", "contains__image")
                .refers("image", "image", "is_part_of__release");
    }

    private static void devices(Tables tables, int version) {
        tables.add("device")
                .texts("uuid", "device_name", "note", "status", "update_status", "api_heartbeat_state")
                .texts("overall_status", "os_version", "os_variant", "supervisor_version", "provisioning_state")
                .texts("ip_address", "mac_address", "public_address", "storage_block_device", "cpu_id")
                .texts("latitude", "longitude", "custom_latitude", "custom_longitude", "location")
                .times("modified_at", "last_connectivity_event", "last_vpn_event", "last_update_status_event")
                .wholes("download_progress", "overall_progress", "provisioning_progress", "api_port")
                .wholes("memory_usage", "memory_total", "storage_usage", "storage_total", "cpu_usage", "cpu_temp")
                .truths("is_online", "is_active", "is_frozen", "is_web_accessible", "is_connected_to_vpn")
                .truths("is_undervolted")
                .refers("belongs_to__application", "application", "owns__device")
                .refers("is_of__device_type", "device_type", "describes__device")
                .refers("belongs_to__user", "user", "owns__device")
                .refers("is_running__release", "release", "is_running_on__device")
                .refers(TARGET, "release", "should_be_running_on__device");
        if (version > 6) {
            tables.last().refers(PIN, "release", "is_pinned_to__device");
        }
        tables.add("service_install").refers("device", "device").refers("installs__service", "service");
        tables.add("image_install")
                .without("created_at")
                .texts("status")
                .wholes("download_progress")
                .times("install_date")
                .refers("device", "device")
                .refers("installs__image", "image")
                .refers("is_provided_by__release", "release", "provides__image_install");
    }

    /** Returns the table behind a name in an address. */
    static String table(String name) {
        return OTHER_NAMES.getOrDefault(name, name);
    }

    /** Returns the column that is written for a field. */
    static String column(int version, String resource, String field) {
        return version == 6 && resource.equals("device") && field.equals(TARGET) ? PIN : field;
    }

    /** Resources while they are named, and which of them refer to which. */
    private static final class Tables {
        private final List<Table> tables = new ArrayList<>();

        Table add(String name) {
            tables.add(new Table(name));
            return last();
        }

        Table last() {
            return tables.getLast();
        }

        ResourceModel model() {
            Map<String, Map<String, Collected>> collections = new LinkedHashMap<>();
            for (Table table : tables) {
                table.references.forEach((column, reference) -> {
                    Map<String, Collected> ofTarget =
                            collections.computeIfAbsent(reference.target(), it -> new LinkedHashMap<>());
                    Collected rows = new Collected(table.name, column);
                    reference.inverse().forEach(it -> ofTarget.put(it, rows));
                    ofTarget.putIfAbsent(table.name, rows);
                });
            }
            return ResourceModel.of(tables.stream()
                    .map(it -> it.resource(collections.getOrDefault(it.name, Map.of())))
                    .toList());
        }
    }

    /**
     * What a column refers to.
     *
     * @param inverse what the way back is called beside the table's own name
     */
    private record Reference(String target, Set<String> inverse) {}

    /** One resource while it is named. */
    private static final class Table {
        private final String name;
        private final Map<String, Kind> fields = new LinkedHashMap<>();
        private final Map<String, Reference> references = new LinkedHashMap<>();

        Table(String name) {
            this.name = name;
            fields.put("id", Kind.WHOLE);
            fields.put("created_at", Kind.TIME);
        }

        private Table all(Kind kind, String... names) {
            Arrays.stream(names).forEach(it -> fields.put(it, kind));
            return this;
        }

        Table texts(String... names) {
            return all(Kind.TEXT, names);
        }

        Table wholes(String... names) {
            return all(Kind.WHOLE, names);
        }

        Table truths(String... names) {
            return all(Kind.TRUTH, names);
        }

        Table times(String... names) {
            return all(Kind.TIME, names);
        }

        Table json(String... names) {
            return all(Kind.JSON, names);
        }

        Table without(String field) {
            fields.remove(field);
            return this;
        }

        Table refers(String column, String target, String... inverse) {
            references.put(column, new Reference(target, Set.of(inverse)));
            return this;
        }

        Resource resource(Map<String, Collected> collections) {
            Map<String, String> targets = new LinkedHashMap<>();
            references.forEach((column, reference) -> targets.put(column, reference.target()));
            return new Resource(name, fields, targets, collections);
        }
    }
}
