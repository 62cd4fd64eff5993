package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the supervisor wants to know of {@code config.json} on the boot partition.
 *
 * @param uuid the device's; empty before it has one
 * @param apiEndpoint where its fleet is; empty for an unmanaged device, whose local API is open
 * @param listenPort of the local API
 * @param trouble why the file could not be read; what is not known then counts as its default, and the local API stays closed
 */
record ConfigFile(
        Optional<String> uuid,
        Optional<String> apiEndpoint,
        Optional<String> deviceType,
        int listenPort,
        Optional<String> trouble) {
    static final int USUAL_PORT = 48484;

    /** Reads it; a file that is missing, torn or no JSON is no reason not to start, since the device's apps run without it. */
    static ConfigFile read(Path file) {
        try {
            Json config = Json.parse(Files.readString(file));
            if (!(config instanceof Json.Members)) {
                return unreadable("expected an object in " + file);
            }
            int port = config.at("listenPort")
                    .flatMap(Json::asLong)
                    .filter(number -> number > 0 && number < 65536)
                    .map(Long::intValue)
                    .orElse(USUAL_PORT);
            return new ConfigFile(
                    text(config, "uuid"),
                    text(config, "apiEndpoint"),
                    text(config, "deviceType"),
                    port,
                    Optional.empty());
        } catch (IOException e) {
            return unreadable("cannot read " + file + ": " + e);
        } catch (JsonException e) {
            return unreadable(file + ": " + e.getMessage());
        }
    }

    private static ConfigFile unreadable(String trouble) {
        return new ConfigFile(Optional.empty(), Optional.empty(), Optional.empty(), USUAL_PORT, Optional.of(trouble));
    }

    private static Optional<String> text(Json config, String name) {
        return config.at(name).flatMap(Json::asText).filter(text -> !text.isBlank());
    }

    /** Says whether the device certainly belongs to no fleet. */
    boolean unmanaged() {
        return trouble.isEmpty() && apiEndpoint.isEmpty();
    }
}
