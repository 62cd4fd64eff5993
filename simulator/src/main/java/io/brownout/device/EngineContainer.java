package io.brownout.device;

import java.util.Map;
import java.util.Optional;

/**
 * A container as the engine lists it.
 *
 * @param image the reference that it was created from
 * @param imageId what that reference was then
 * @param state the engine's word: created, running, paused, restarting, removing, exited or dead
 * @param createdAt seconds since 1970
 */
record EngineContainer(
        String id,
        String name,
        String image,
        String imageId,
        String state,
        Map<String, String> labels,
        long createdAt) {
    /** Copies the labels. */
    EngineContainer {
        labels = Map.copyOf(labels);
    }

    Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(name));
    }

    String service() {
        return label(Labels.SERVICE_NAME).orElse("?");
    }

    /** Returns an id as people read it. */
    static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    /** Says whether its process is there, or the engine is about to start it again by itself. */
    boolean alive() {
        return switch (state) {
            case "running", "restarting", "paused" -> true;
            default -> false;
        };
    }
}
