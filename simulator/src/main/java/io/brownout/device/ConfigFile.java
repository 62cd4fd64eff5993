package io.brownout.device;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the supervisor wants to know of {@code config.json} on the boot partition.
 *
 * @param file where it lies
 * @param config what is in it; empty if it cannot be read
 * @param trouble why the file could not be read; what is not known then counts as its default, and the local API stays closed
 */
record ConfigFile(Path file, Json config, Optional<String> trouble) {
    static final int USUAL_PORT = 48484;
    private static final long USUAL_POLL_MILLIS = 900_000;
    private static final long USUAL_RETRY_MILLIS = 30_000;

    /** Reads it; a file that is missing, torn or no JSON is no reason not to start, since the device's apps run without it. */
    static ConfigFile read(Path file) {
        try {
            Json config = Json.parse(new FatFile(file).read());
            if (!(config instanceof Json.Members)) {
                return unreadable(file, "expected an object in " + file);
            }
            return new ConfigFile(file, config, Optional.empty());
        } catch (IOException e) {
            return unreadable(file, "cannot read " + file + ": " + e);
        } catch (JsonException e) {
            return unreadable(file, file + ": " + e.getMessage());
        }
    }

    private static ConfigFile unreadable(Path file, String trouble) {
        return new ConfigFile(file, Json.object(), Optional.of(trouble));
    }

    /** Returns a text by its key; empty if it is missing, blank or no text. */
    Optional<String> text(String key) {
        return config.at(key).flatMap(Json::asText).filter(text -> !text.isBlank());
    }

    private Optional<Long> number(String key) {
        return config.at(key).flatMap(Json::asLong);
    }

    /** Returns the device's; empty before it has one. */
    Optional<String> uuid() {
        return text("uuid");
    }

    /** Returns where its fleet is; empty for an unmanaged device, whose local API is open. */
    Optional<String> apiEndpoint() {
        return text("apiEndpoint");
    }

    Optional<String> deviceType() {
        return text("deviceType");
    }

    /** Returns the port of the local API. */
    int listenPort() {
        return number("listenPort")
                .filter(port -> port > 0 && port < 65536)
                .map(Long::intValue)
                .orElse(USUAL_PORT);
    }

    Optional<Long> deviceId() {
        return number("deviceId");
    }

    Optional<Long> applicationId() {
        return number("applicationId");
    }

    /** Returns the provisioning key, which is gone once the device is known to its fleet. */
    Optional<String> provisioningKey() {
        return text("apiKey");
    }

    Optional<String> deviceKey() {
        return text("deviceApiKey");
    }

    /** Returns how long the device waits between two questions after its target. */
    Duration pollInterval() {
        return positive("appUpdatePollInterval", USUAL_POLL_MILLIS);
    }

    /** Returns how long it waits before it tries again to become known. */
    Duration retryDelay() {
        return positive("bootstrapRetryDelay", USUAL_RETRY_MILLIS);
    }

    private Duration positive(String key, long usual) {
        return Duration.ofMillis(number(key).filter(it -> it > 0).orElse(usual));
    }

    /** Says whether the device certainly belongs to no fleet. */
    boolean unmanaged() {
        return trouble.isEmpty() && apiEndpoint().isEmpty();
    }

    /** Says whether the fleet knows the device by its own key. */
    boolean provisioned() {
        return deviceId().isPresent()
                && deviceKey().isPresent()
                && provisioningKey().isEmpty();
    }

    /**
     * Changes keys in the file, safely against a cut, and returns it as it is then. What others have written into it meanwhile stays.
     *
     * @param changes new values; an empty one takes the key out
     */
    ConfigFile with(Map<String, Optional<Object>> changes, RandomGenerator random) throws IOException {
        ConfigFile now = read(file);
        if (now.trouble().isPresent()) {
            throw new IOException(now.trouble().get());
        }
        Map<String, Json> members = new LinkedHashMap<>(now.config().members());
        changes.forEach((key, value) -> {
            if (value.isPresent()) {
                members.put(key, Json.of(value.get()));
            } else {
                members.remove(key);
            }
        });
        Json.Members next = new Json.Members(members);
        new FatFile(file).write(next.written() + "\n", random);
        return new ConfigFile(file, next, Optional.empty());
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return file + " of " + uuid().orElse("nobody");
    }
}
