package io.brownout.device;

import java.util.Optional;

/**
 * A volume or a network as the engine lists it.
 *
 * @param name with its app's prefix
 * @param app the app that the supervisor has made it for; empty if somebody else made it
 */
record EngineResource(String name, Optional<Long> app) {
    /** Names what belongs to an app: {@code APPID_NAME}. */
    static EngineResource of(long app, String name) {
        return new EngineResource(app + "_" + name, Optional.of(app));
    }
}
