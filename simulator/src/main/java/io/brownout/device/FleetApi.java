package io.brownout.device;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a device asks of its fleet's API, in the words of balena's. */
final class FleetApi {
    /** The version of its queries: what supervisors speak that report their state in the third form. */
    private static final String QUERIES = "/v7";

    private final FleetHttp http;

    FleetApi(FleetHttp http) {
        this.http = http;
    }

    /** How a registration ended. */
    record Registration(Optional<Long> id, boolean taken) {}

    /** Registers a device; with a uuid that the fleet knows already, it says so. */
    Registration register(String provisioningKey, Json device) throws IOException {
        FleetHttp.Answer answer = http.send(FleetHttp.Request.of("POST", "/device/register", provisioningKey, device));
        if (answer.status() == 409) {
            return new Registration(Optional.empty(), true);
        }
        Json body = expect(answer, "to register");
        return new Registration(
                Optional.of(body.at("id")
                        .flatMap(Json::asLong)
                        .orElseThrow(() -> new FleetException(
                                "asked to register, expected the device's id, the API said " + answer.said()))),
                false);
    }

    /** Returns a device's id as the holder of a key sees it; empty if that one does not see it. */
    Optional<Long> deviceId(String uuid, String key) throws IOException {
        String filter = URLEncoder.encode("uuid eq '" + uuid + "'", StandardCharsets.UTF_8);
        FleetHttp.Answer answer = http.send(new FleetHttp.Request(
                "GET", QUERIES + "/device?$select=id&$filter=" + filter, Optional.of(key), Map.of(), Optional.empty()));
        if (answer.status() == 401) {
            return Optional.empty();
        }
        return expect(answer, "for the device's id").at("d").map(Json::items).orElse(java.util.List.of()).stream()
                .flatMap(row -> row.at("id").flatMap(Json::asLong).stream())
                .findFirst();
    }

    /** Makes a key that the device has invented its own; false if the API will not. */
    boolean exchangeKey(long id, String provisioningKey, String deviceKey) throws IOException {
        FleetHttp.Answer answer = http.send(FleetHttp.Request.of(
                "POST", "/api-key/device/" + id + "/device-key", provisioningKey, Json.object("apiKey", deviceKey)));
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new FleetException("asked to exchange keys, the API said " + answer.said());
        }
        return answer.status() == 200;
    }

    /**
     * Asks for the target.
     *
     * @param mark of the one that is there
     * @return empty if there is no other one
     */
    Optional<FleetHttp.Answer> target(String uuid, String key, Optional<String> mark) throws IOException {
        FleetHttp.Answer answer = http.send(new FleetHttp.Request(
                "GET",
                "/device/v3/" + uuid + "/state",
                Optional.of(key),
                mark.map(it -> Map.of("If-None-Match", it)).orElse(Map.of()),
                Optional.empty()));
        if (answer.status() == 304) {
            return Optional.empty();
        }
        expect(answer, "for the target");
        return Optional.of(answer);
    }

    /** Tells what is; the answer says whether it was taken. */
    FleetHttp.Answer report(String uuid, String key, Json state) throws IOException {
        return http.send(FleetHttp.Request.of("PATCH", "/device/v3/state", key, Json.object(uuid, state)));
    }

    private static Json expect(FleetHttp.Answer answer, String what) {
        if (!answer.ok()) {
            throw new FleetException("asked " + what + ", the API said " + answer.said());
        }
        try {
            return answer.body().isBlank() ? Json.object() : Json.parse(answer.body());
        } catch (JsonException e) {
            throw new FleetException("asked " + what + ", the API's answer is no JSON: " + e.getMessage());
        }
    }
}
