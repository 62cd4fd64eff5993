package io.brownout.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to run on this device.
 *
 * @param apps in the order of their ids
 */
record TargetState(List<App> apps) {
    /** Copies the list. */
    TargetState {
        apps = List.copyOf(apps);
    }

    /**
     * One application.
     *
     * @param uuid the app's 32 hex digits
     * @param commit of its release
     */
    record App(long id, String uuid, String name, String commit, long releaseId, List<Service> services) {
        /** Copies the list. */
        App {
            services = List.copyOf(services);
        }
    }

    /**
     * One container of an application.
     *
     * @param image as the engine is asked for it
     * @param running false to have it there and stopped
     * @param restart the engine's restart policy: {@code always}, {@code unless-stopped}, {@code on-failure} or {@code no}
     * @param volumes names of volumes and where they are mounted, {@code NAME:/PATH[:ro]}
     */
    record Service(
            long id,
            String name,
            long imageId,
            String image,
            boolean running,
            Map<String, String> environment,
            Map<String, String> labels,
            String restart,
            List<String> volumes,
            Optional<String> networkMode,
            boolean privileged,
            List<String> command,
            List<String> entrypoint) {
        /** Copies the collections. */
        Service {
            environment = Map.copyOf(environment);
            labels = Map.copyOf(labels);
            volumes = List.copyOf(volumes);
            command = List.copyOf(command);
            entrypoint = List.copyOf(entrypoint);
        }
    }
}
