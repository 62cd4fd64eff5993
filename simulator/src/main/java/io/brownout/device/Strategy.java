package io.brownout.device;

import java.util.Map;

/** In which order a service's old container goes and its new image comes. A service chooses by the label {@code io.balena.update.strategy}; balena's documentation has the names. */
enum Strategy {
    /** The old one runs until the new image is there: the shortest break, and space for both. */
    DOWNLOAD_THEN_KILL,
    /** The old one is removed before the new image is fetched: its memory is free for the download. */
    KILL_THEN_DOWNLOAD,
    /** The old one and its image are removed before the new image is fetched: space for one is enough. */
    DELETE_THEN_DOWNLOAD,
    /** Both run until the new one says that it has taken over, or its time is up: no break. */
    HAND_OVER;

    /** Reads a service's labels; a name that is unknown counts as the usual strategy, as it does for balena. */
    static Strategy of(Map<String, String> labels) {
        String name = labels.getOrDefault(Labels.STRATEGY, labels.getOrDefault(Labels.OLD_STRATEGY, ""));
        for (Strategy strategy : values()) {
            if (strategy.label().equals(name)) {
                return strategy;
            }
        }
        return DOWNLOAD_THEN_KILL;
    }

    /** Returns its name as labels have it. */
    String label() {
        return this == HAND_OVER
                ? "hand-over"
                : name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Says whether what runs must go before the new image is fetched. */
    boolean killsFirst() {
        return this == KILL_THEN_DOWNLOAD || this == DELETE_THEN_DOWNLOAD;
    }
}
