package io.brownout.stack;

import io.brownout.board.HarnessException;
import io.brownout.fleet.Application;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** An application of a backend and its user: what a developer pushes to, and what devices are told to belong to it. Safe for any thread. */
public final class FleetApplication {
    private final FleetBackend backend;
    private final Application application;
    private final ApiClient user;
    private final String key;
    private final long id;

    private FleetApplication(FleetBackend backend, Application application, ApiClient user, String key, long id) {
        this.backend = backend;
        this.application = application;
        this.user = user;
        this.key = key;
        this.id = id;
    }

    /**
     * Makes an application, and the user that owns it.
     *
     * @param deviceType for example {@code raspberrypi3-64}
     * @throws HarnessException if there are such already
     */
    public static FleetApplication create(FleetBackend backend, Application application, String deviceType) {
        String password = UUID.randomUUID().toString();
        backend.api().users().add(application.owner(), password);
        ApiClient nobody = new ApiClient(backend.address(), "");
        try {
            ObjectNode login = ApiClient.JSON
                    .createObjectNode()
                    .put("username", application.owner())
                    .put("password", password);
            String key = nobody.post("/login_", login);
            ApiClient user = nobody.as(key);
            ObjectNode row = ApiClient.JSON
                    .createObjectNode()
                    .put("app_name", application.name())
                    .put("organization", idOf(user, "organization", "handle", application.owner()))
                    .put("is_for__device_type", idOf(user, "device_type", "slug", deviceType));
            long id = user.created("application", row).path("id").asLong();
            return new FleetApplication(backend, application, user, key, id);
        } catch (IOException e) {
            throw new HarnessException(
                    "the application %s could not be made: %s".formatted(application, e.getMessage()), e);
        }
    }

    private static long idOf(ApiClient user, String resource, String field, String value) throws IOException {
        return user.found(resource, "%s eq '%s'".formatted(field, value), "")
                .path(0)
                .path("id")
                .asLong();
    }

    /** Returns the address of its git remote, with the name and the key of its user. */
    public String remote() {
        return backend.git().remote(application).replaceFirst("//", "//%s:%s@".formatted(application.owner(), key));
    }

    /** Returns what the config.json of a new device has that is to join it, its keys in order; each call has a provisioning key of its own. */
    public Map<String, Object> deviceConfig() {
        try {
            String provisioning = ApiClient.JSON
                    .readTree(user.post(
                            "/api-key/application/%d/provisioning".formatted(id), ApiClient.JSON.createObjectNode()))
                    .asString();
            return new TreeMap<>(Map.of(
                    "apiEndpoint", backend.address().toString(),
                    "registryEndpoint", backend.registry(),
                    "balenaRootCA", backend.authority(),
                    "applicationId", id,
                    "apiKey", provisioning));
        } catch (IOException e) {
            throw new HarnessException("no device can join %s: %s".formatted(application, e.getMessage()), e);
        }
    }

    /** Returns what the API says of a device's state, for example {@code operational}; empty if it does not know the device. */
    public String stateOf(String uuid) {
        try {
            return user.found("device", "uuid eq '%s'".formatted(uuid), "&$select=overall_status")
                    .path(0)
                    .path("overall_status")
                    .asString("");
        } catch (IOException e) {
            throw new HarnessException(
                    "the API could not be asked for the device %s: %s".formatted(uuid, e.getMessage()), e);
        }
    }
}
