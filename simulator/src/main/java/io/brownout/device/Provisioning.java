package io.brownout.device;

import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a device becomes known to its fleet: it invents its uuid and its key and writes both into config.json before it asks anybody, registers with the provisioning key, writes down that it is registered,
 * and takes the provisioning key out.
 *
 * <p>A cut anywhere leaves a config.json from which it goes on, with the same uuid: registered there and not known here is a conflict, and the exchange of keys heals it. Only a device whose uuid turns out
 * to be somebody else's takes another one.
 */
final class Provisioning {
    private final FleetApi api;
    private final RandomGenerator random;
    private final java.time.InstantSource clock;
    private final DeviceLog log;

    Provisioning(FleetApi api, RandomGenerator random, java.time.InstantSource clock, DeviceLog log) {
        this.api = api;
        this.random = random;
        this.clock = clock;
        this.log = log;
    }

    /** Gives a device that belongs to a fleet a uuid and a key if it has none. Asks nobody. */
    static ConfigFile withIdentity(ConfigFile config, RandomGenerator random) throws IOException {
        if (config.apiEndpoint().isEmpty()
                || (config.uuid().isPresent() && config.deviceKey().isPresent())) {
            return config;
        }
        Map<String, Optional<Object>> changes = new LinkedHashMap<>();
        changes.put("uuid", Optional.of(config.uuid().orElseGet(() -> invented(random))));
        changes.put("deviceApiKey", Optional.of(config.deviceKey().orElseGet(() -> invented(random))));
        return config.with(changes, random);
    }

    /** Returns 32 hex digits. */
    static String invented(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Does what is left to do and returns the config as it is then: provisioned, or with another uuid, for which it must be done once more.
     *
     * @param versions what the device says of its software: {@code supervisor_version} and the like
     * @throws IOException if the API cannot be reached or config.json not be written
     * @throws FleetException if the API will not
     */
    ConfigFile carryOut(ConfigFile config, Json.Members versions) throws IOException {
        if (config.provisioned()) {
            return config;
        }
        String uuid = config.uuid()
                .orElseThrow(() -> new FleetException("expected a uuid in " + config.file() + ", found none"));
        String deviceKey = config.deviceKey()
                .orElseThrow(() -> new FleetException("expected a deviceApiKey in " + config.file() + ", found none"));
        String provisioningKey = config.provisioningKey()
                .orElseThrow(() -> new FleetException("expected an apiKey in " + config.file()
                        + " for a device that is not registered, found none: put the fleet's provisioning key there"));
        Optional<Long> id = config.deviceId();
        if (id.isEmpty() && config.text("registered_at").isEmpty()) {
            id = api.register(provisioningKey, registration(config, uuid, deviceKey, versions))
                    .id();
        }
        if (id.isEmpty() || config.deviceId().isPresent()) {
            // The fleet knew it already, or it has stopped before it could forget the provisioning key.
            id = exchanged(uuid, deviceKey, provisioningKey);
        }
        if (id.isEmpty()) {
            log.event("identity-refused", "uuid", uuid, "then", "another one is tried");
            return config.with(
                    Map.of(
                            "uuid", Optional.of(invented(random)),
                            "deviceApiKey", Optional.of(invented(random)),
                            "deviceId", Optional.empty(),
                            "registered_at", Optional.empty()),
                    random);
        }
        ConfigFile known = config.with(
                Map.of(
                        "deviceId", Optional.of(id.get()),
                        "registered_at", Optional.of(clock.millis()),
                        "apiKey", Optional.empty()),
                random);
        log.event("provisioned", "uuid", uuid, "device", id.get());
        return known;
    }

    private Optional<Long> exchanged(String uuid, String deviceKey, String provisioningKey) throws IOException {
        Optional<Long> byItself = api.deviceId(uuid, deviceKey);
        if (byItself.isPresent()) {
            return byItself; // Its key is good; only the answer was lost.
        }
        Optional<Long> id = api.deviceId(uuid, provisioningKey);
        return id.isPresent() && api.exchangeKey(id.get(), provisioningKey, deviceKey) ? id : Optional.empty();
    }

    private static Json registration(ConfigFile config, String uuid, String deviceKey, Json.Members versions) {
        Map<String, Json> body = new LinkedHashMap<>(versions.members());
        body.put(
                "application",
                Json.of(config.applicationId()
                        .orElseThrow(() -> new FleetException("expected an applicationId in " + config.file()
                                + " for a device that is not registered, found none"))));
        body.put("uuid", Json.of(uuid));
        body.put("device_type", Json.of(config.deviceType().orElse("")));
        body.put("api_key", Json.of(deviceKey));
        return new Json.Members(body);
    }
}
