package io.brownout.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container as the engine lists it.
 *
 * @param image the reference that it was created from
 * @param imageId what that reference was then
 * @param state the engine's word: created, running, paused, restarting, removing, exited or dead
 * @param networks names of the networks that it is in
 * @param createdAt seconds since 1970
 */
record EngineContainer(
        String id,
        String name,
        String image,
        String imageId,
        String state,
        Map<String, String> labels,
        Set<String> networks,
        long createdAt) {
    /** Copies the collections. */
    EngineContainer {
        labels = Map.copyOf(labels);
        networks = Set.copyOf(networks);
    }

    Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(name));
    }

    String service() {
        return label(Labels.SERVICE_NAME).orElse("?");
    }

    /** Returns the id of its app; -1 if its label has none. */
    long app() {
        return label(Labels.APP_ID).flatMap(id -> new Json.Text(id).asLong()).orElse(-1L);
    }

    ServiceKey key() {
        return new ServiceKey(app(), service());
    }

    /** Returns an id as people read it. */
    static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    /** Says whether the engine is removing it. */
    boolean goes() {
        return state.equals("removing");
    }

    /** Says whether its process is there, or the engine is about to start it again by itself. */
    boolean alive() {
        return switch (state) {
            case "running", "restarting", "paused" -> true;
            default -> false;
        };
    }
}
