package io.brownout.stack;

import io.brownout.board.UsageException;
import io.brownout.fleet.Application;
import io.brownout.fleet.BuildFailedException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Notes releases in the API over HTTP, in the order in which balena's builder does: service, release, image, the one's part in the other, and at the end the states of both. Safe for any thread. */
final class ApiReleases implements ReleaseBook {
    private final ApiClient api;

    /** Notes them in the name of the user for whom it is built. */
    ApiReleases(ApiClient api) {
        this.api = api;
    }

    @Override
    public DeviceKind kind(Application application) throws BuildFailedException, IOException {
        String expand = "&$expand=is_for__device_type($select=slug)";
        String slug = row(application, expand)
                .path("is_for__device_type")
                .path(0)
                .path("slug")
                .asString();
        try {
            return DeviceKind.of(slug);
        } catch (UsageException e) {
            throw new BuildFailedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Draft begin(Application application, String commit, Composition composition)
            throws BuildFailedException, IOException {
        long id = row(application, "").path("id").asLong();
        Map<String, Long> services = new LinkedHashMap<>();
        for (String name : composition.services().keySet()) {
            services.put(name, service(id, name));
        }
        ObjectNode release = ApiClient.JSON
                .createObjectNode()
                .put("belongs_to__application", id)
                .put("commit", commit)
                .put("status", "running")
                .put("source", "git")
                .put("start_timestamp", now());
        release.set("composition", ApiClient.JSON.valueToTree(composition.document()));
        return new ApiDraft(api.created("release", release), services);
    }

    private JsonNode row(Application application, String more) throws BuildFailedException, IOException {
        JsonNode rows = api.found("application", "slug eq '%s'".formatted(application), more);
        if (rows.isEmpty()) {
            throw new BuildFailedException("there is no application %s".formatted(application));
        }
        return rows.path(0);
    }

    private long service(long application, String name) throws IOException {
        JsonNode there =
                api.found("service", "application eq %d and service_name eq '%s'".formatted(application, name), "");
        return there.isEmpty()
                ? api.created(
                                "service",
                                ApiClient.JSON
                                        .createObjectNode()
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
            JsonNode image = api.created(
                    "image",
                    ApiClient.JSON
                            .createObjectNode()
                            .put("is_a_build_of__service", services.get(service))
                            .put("start_timestamp", now())
                            .put("status", "running"));
            images.put(service, image.path("id").asLong());
            api.created(
                    "image__is_part_of__release",
                    ApiClient.JSON
                            .createObjectNode()
                            .put("is_part_of__release", release)
                            .put("image", images.get(service)));
            return image.path("is_stored_at__image_location").asString();
        }

        @Override
        public void pushed(String service, String digest, long bytes) throws IOException {
            api.changed(
                    "image(%d)".formatted(images.get(service)),
                    ApiClient.JSON
                            .createObjectNode()
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
            api.changed(
                    "release(%d)".formatted(release),
                    ApiClient.JSON.createObjectNode().put("status", status).put("end_timestamp", now()));
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
