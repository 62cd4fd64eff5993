package io.brownout.device;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How a device shows a registry who it is; its registry asks the fleet's API whether that is true.
 *
 * @param registry the host that may be told, with its port if images name one; nobody else is
 */
record RegistryLogin(String registry, String user, String password) {
    /** Returns what the engine's API wants in its header {@code X-Registry-Auth}. */
    String header() {
        String json = Json.object("username", user, "password", password, "serveraddress", registry)
                .written();
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Says whether an image lies in this registry. */
    boolean fits(String reference) {
        return reference.startsWith(registry + "/");
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return user + " at " + registry;
    }
}
