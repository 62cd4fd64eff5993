package io.brownout.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to run on this device.
 *
 * @param config settings of the device as its fleet has them, {@code RESIN_…} or {@code BALENA_…}
 * @param apps in the order of their ids
 */
record TargetState(Map<String, String> config, List<App> apps) {
    /** Copies the collections. */
    TargetState {
        config = Map.copyOf(config);
        apps = List.copyOf(apps);
    }

    /** Returns a setting by the end of its name, for example {@code SUPERVISOR_POLL_INTERVAL}; empty if the fleet says nothing. */
    Optional<String> setting(String name) {
        return Optional.ofNullable(config.getOrDefault("BALENA_" + name, config.get("RESIN_" + name)));
    }

    /** Returns the same, but for services that are not to run now. */
    TargetState holding(Set<ServiceKey> stopped) {
        if (stopped.isEmpty()) {
            return this;
        }
        List<App> changed = new ArrayList<>();
        for (App app : apps) {
            List<Service> services = new ArrayList<>();
            for (Service service : app.services()) {
                services.add(stopped.contains(new ServiceKey(app.id(), service.name())) ? service.stopped() : service);
            }
            changed.add(app.with(services));
        }
        return new TargetState(config, changed);
    }

    /** Returns the image of each service, and whose it is. */
    Map<String, ServiceKey> images() {
        Map<String, ServiceKey> images = new java.util.TreeMap<>();
        for (App app : apps) {
            for (Service service : app.services()) {
                images.put(service.image(), new ServiceKey(app.id(), service.name()));
            }
        }
        return images;
    }

    /**
     * One application.
     *
     * @param uuid the app's 32 hex digits
     * @param commit of its release
     * @param volumes names of its volumes, without the app's prefix
     * @param networks names of the networks that its release declares
     */
    record App(
            long id,
            String uuid,
            String name,
            String commit,
            long releaseId,
            List<Service> services,
            List<String> volumes,
            List<String> networks) {
        /** What a service that names no network shares with the app's others. */
        static final String DEFAULT_NETWORK = "default";

        /** Copies the lists. */
        App {
            services = List.copyOf(services);
            volumes = List.copyOf(volumes);
            networks = List.copyOf(networks);
        }

        /** Returns the networks of a service. A service alone needs none of its own: one costs an emulated board seconds, and has nobody else in it. */
        List<String> networksOf(Service service) {
            if (service.networkMode().isPresent()) {
                return List.of();
            }
            if (!service.networks().isEmpty()) {
                return service.networks();
            }
            return services.size() > 1 ? List.of(DEFAULT_NETWORK) : List.of();
        }

        /** Returns all networks that the engine must have for it. */
        Set<String> neededNetworks() {
            Set<String> needed = new LinkedHashSet<>();
            services.forEach(service -> needed.addAll(networksOf(service)));
            return needed;
        }

        /** Returns all volumes that the engine must have for it, without the app's prefix: those of its release, and those that only a service names. */
        Set<String> neededVolumes() {
            Set<String> needed = new LinkedHashSet<>(volumes);
            for (Service service : services) {
                service.namedVolumes().forEach(volume -> needed.add(volume.substring(0, volume.indexOf(':'))));
            }
            return needed;
        }

        private App with(List<Service> other) {
            return new App(id, uuid, name, commit, releaseId, other, volumes, networks);
        }
    }

    /**
     * One container of an application.
     *
     * @param image as the engine is asked for it
     * @param running false to have it there and stopped
     * @param restart the engine's restart policy: {@code always}, {@code unless-stopped}, {@code on-failure} or {@code no}
     * @param volumes names of volumes and where they are mounted, {@code NAME:/PATH[:ro]}
     * @param networks names of the app's networks that it is in; none for the usual one
     * @param dependsOn names of services that must run before it starts
     * @param options further ones for the engine, as {@link EngineOptions} reads them
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
            List<String> networks,
            List<String> dependsOn,
            boolean privileged,
            List<String> command,
            List<String> entrypoint,
            Json.Members options) {
        private static final Duration USUAL_HANDOVER = Duration.ofMinutes(1);

        /** Copies the collections. */
        Service {
            environment = Map.copyOf(environment);
            labels = Map.copyOf(labels);
            volumes = List.copyOf(volumes);
            networks = List.copyOf(networks);
            dependsOn = List.copyOf(dependsOn);
            command = List.copyOf(command);
            entrypoint = List.copyOf(entrypoint);
        }

        Strategy strategy() {
            return Strategy.of(labels);
        }

        /** Returns for how long at most the old container runs beside the new one. */
        Duration handoverTime() {
            String milliseconds =
                    labels.getOrDefault(Labels.HANDOVER_TIMEOUT, labels.getOrDefault(Labels.OLD_HANDOVER_TIMEOUT, ""));
            return milliseconds.matches("[0-9]{1,12}")
                    ? Duration.ofMillis(Long.parseLong(milliseconds))
                    : USUAL_HANDOVER;
        }

        /** Returns the volumes that are no folders of the host; those are nobody's to mount. */
        List<String> namedVolumes() {
            return volumes.stream()
                    .filter(volume -> !volume.startsWith("/") && !volume.startsWith(".") && volume.indexOf(':') > 0)
                    .toList();
        }

        private Service stopped() {
            return new Service(
                    id,
                    name,
                    imageId,
                    image,
                    false,
                    environment,
                    labels,
                    restart,
                    volumes,
                    networkMode,
                    networks,
                    dependsOn,
                    privileged,
                    command,
                    entrypoint,
                    options);
        }
    }
}
