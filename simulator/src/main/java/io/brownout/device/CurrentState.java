package io.brownout.device;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is on a device, as its engine tells it.
 *
 * @param containers all that the supervisor has made, in any state
 * @param images the ids of the images that are there, by reference; of those that somebody wants or has wanted
 * @param fetching references that are being fetched, or that wait for their next try
 * @param known references that targets have named, and for which service last; what is not in it is not the supervisor's to remove
 */
record CurrentState(
        List<EngineContainer> containers,
        Map<String, String> images,
        Set<String> fetching,
        Map<String, ServiceKey> known,
        List<EngineResource> volumes,
        List<EngineResource> networks) {
    /** Copies the collections. */
    CurrentState {
        containers = List.copyOf(containers);
        images = Map.copyOf(images);
        fetching = Set.copyOf(fetching);
        known = Map.copyOf(known);
        volumes = List.copyOf(volumes);
        networks = List.copyOf(networks);
    }

    /** Asks the engine; blocks, {@link EngineException} if it does not answer. */
    static CurrentState of(Engine engine, TargetState target, Set<String> fetching, Map<String, ServiceKey> known) {
        Set<String> references = new LinkedHashSet<>(target.images().keySet());
        references.addAll(known.keySet());
        Map<String, String> images = new HashMap<>();
        for (String reference : references) {
            engine.imageId(reference).ifPresent(id -> images.put(reference, id));
        }
        return new CurrentState(engine.containers(), images, fetching, known, engine.volumes(), engine.networks());
    }

    /** Returns the containers of a service. */
    List<EngineContainer> of(ServiceKey service) {
        return containers.stream().filter(it -> it.key().equals(service)).toList();
    }

    /** Says whether a container was made from an image, in whatever state it is. */
    boolean uses(String reference) {
        return containers.stream().anyMatch(it -> it.image().equals(reference));
    }
}
