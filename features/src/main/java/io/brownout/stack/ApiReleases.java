package io.brownout.stack;

import io.brownout.fleet.Application;
import io.brownout.fleet.BuildFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Notes releases in the API over HTTP, in the order in which balena's builder does: service, release, image, the one's part in the other, and at the end the states of both. Safe for any thread. */
final class ApiReleases implements ReleaseBook, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    /**
     * Asks an API.
     *
     * @param key of the user for whom it builds
     */
    ApiReleases(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    @Override
    public DeviceKind kind(Application application) throws BuildFailedException, IOException {
        String expand = "&$expand=is_for__device_type($select=slug)";
        return DeviceKind.of(row(application, expand)
                .path("is_for__device_type")
                .path(0)
                .path("slug")
                .asString());
    }

    @Override
    public Draft begin(Application application, String commit, Composition composition)
            throws BuildFailedException, IOException {
        long id = row(application, "").path("id").asLong();
        Map<String, Long> services = new LinkedHashMap<>();
        for (String name : composition.services().keySet()) {
            services.put(name, service(id, name));
        }
        ObjectNode release = JSON.createObjectNode()
                .put("belongs_to__application", id)
                .put("commit", commit)
                .put("status", "running")
                .put("source", "git")
                .put("start_timestamp", now());
        release.set("composition", JSON.valueToTree(composition.document()));
        return new ApiDraft(created("release", release), services);
    }

    /** What somebody with a key sees of an application. */
    enum Sight {
        /** It is nobody's key, or another user's. */
        NOBODY,
        NOTHING,
        APPLICATION
    }

    /** Says whether the key is that of a user, and whether that one sees an application. */
    Sight sight(String user, Application application) throws IOException {
        HttpResponse<String> answer = sent(request("/actor/v1/whoami").GET().build());
        if (answer.statusCode() != 200
                || !parsed(answer.body()).path("username").asString("").equals(user)) {
            return Sight.NOBODY;
        }
        return found("application", "slug eq '%s'".formatted(application), "").isEmpty()
                ? Sight.NOTHING
                : Sight.APPLICATION;
    }

    private JsonNode row(Application application, String more) throws BuildFailedException, IOException {
        JsonNode rows = found("application", "slug eq '%s'".formatted(application), more);
        if (rows.isEmpty()) {
            throw new BuildFailedException("there is no application %s".formatted(application));
        }
        return rows.path(0);
    }

    private long service(long application, String name) throws IOException {
        JsonNode there =
                found("service", "application eq %d and service_name eq '%s'".formatted(application, name), "");
        return there.isEmpty()
                ? created(
                                "service",
                                JSON.createObjectNode()
                                        .put("application", application)
                                        .put("service_name", name))
                        .path("id")
                        .asLong()
                : there.path(0).path("id").asLong();
    }

    private final class ApiDraft implements Draft {
        private final long release;
        private final Map<String, Long> services;
        private final Map<String, Long> images = new LinkedHashMap<>();

        ApiDraft(JsonNode release, Map<String, Long> services) {
            this.release = release.path("id").asLong();
            this.services = services;
        }

        @Override
        public String image(String service) throws IOException {
            JsonNode image = created(
                    "image",
                    JSON.createObjectNode()
                            .put("is_a_build_of__service", services.get(service))
                            .put("start_timestamp", now())
                            .put("status", "running"));
            images.put(service, image.path("id").asLong());
            created(
                    "image__is_part_of__release",
                    JSON.createObjectNode().put("is_part_of__release", release).put("image", images.get(service)));
            return image.path("is_stored_at__image_location").asString();
        }

        @Override
        public void pushed(String service, String digest, long bytes) throws IOException {
            changed(
                    "image(%d)".formatted(images.get(service)),
                    JSON.createObjectNode()
                            .put("status", "success")
                            .put("content_hash", digest)
                            .put("image_size", bytes)
                            .put("push_timestamp", now())
                            .put("end_timestamp", now()));
        }

        @Override
        public void succeed() throws IOException {
            end("success");
        }

        @Override
        public void fail() throws IOException {
            end("failed");
        }

        private void end(String status) throws IOException {
            changed(
                    "release(%d)".formatted(release),
                    JSON.createObjectNode().put("status", status).put("end_timestamp", now()));
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private JsonNode found(String resource, String filter, String more) throws IOException {
        String query = "%s?$filter=%s%s".formatted(resource, URLEncoder.encode(filter, StandardCharsets.UTF_8), more);
        return asked(resource(query).GET(), 200).path("d");
    }

    private JsonNode created(String resource, ObjectNode row) throws IOException {
        return asked(resource(resource).POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(row))), 201);
    }

    private void changed(String row, ObjectNode values) throws IOException {
        asked(
                resource(row).method("PATCH", HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(values))),
                200);
    }

    private HttpRequest.Builder resource(String query) {
        return request("/v7/" + query);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    private JsonNode asked(HttpRequest.Builder builder, int expected) throws IOException {
        HttpRequest request = builder.build();
        HttpResponse<String> answer = sent(request);
        if (answer.statusCode() != expected) {
            throw new IOException("expected status %d of the API to %s %s, seen %d: %s"
                    .formatted(
                            expected, request.method(), request.uri().getPath(), answer.statusCode(), answer.body()));
        }
        // A change is answered with a word and no JSON.
        return request.method().equals("PATCH") ? JSON.createObjectNode() : parsed(answer.body());
    }

    private HttpResponse<String> sent(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the API was asked", e);
        }
    }

    private static JsonNode parsed(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("expected JSON of the API, seen: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
