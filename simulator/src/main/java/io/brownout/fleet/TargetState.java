package io.brownout.fleet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a device should run. Immutable, as long as nobody changes the JSON in it.
 *
 * @param name of the device
 * @param config variables of the host's and the supervisor's configuration
 * @param release empty if its application has none yet
 */
record TargetState(
        String uuid,
        String name,
        Map<String, String> config,
        TargetApplication application,
        Optional<Release> release) {
    TargetState {
        config = ordered(config);
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Whose release it is. */
    record TargetApplication(long id, String uuid, String name, String kind, boolean isHost) {}

    /**
     * A release.
     *
     * @param volumes as its composition names them
     * @param networks as its composition names them
     */
    record Release(long id, String commit, JsonNode volumes, JsonNode networks, List<Service> services) {
        Release {
            services = List.copyOf(services);
        }
    }

    /**
     * A service of it.
     *
     * @param image its address in the registry with its digest
     * @param composition what the release's composition says of it, without how it is built
     * @param contract what it needs of a device, if it says so
     */
    record Service(
            long id,
            String name,
            long imageId,
            String image,
            Map<String, String> environment,
            Map<String, String> labels,
            ObjectNode composition,
            Optional<JsonNode> contract) {
        Service {
            environment = ordered(environment);
            labels = ordered(labels);
        }
    }
}
