package io.brownout.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Somebody with a key, or none, who asks an API over HTTP. */
final class FleetClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI api;
    private final String key;

    private FleetClient(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    static FleetClient of(ApiServer server) {
        return new FleetClient(URI.create("http://127.0.0.1:" + server.address().getPort()), "");
    }

    FleetClient with(String otherKey) {
        return new FleetClient(api, otherKey);
    }

    /** The same key somewhere else. */
    FleetClient at(URI otherApi) {
        return new FleetClient(otherApi, key);
    }

    URI address() {
        return api;
    }

    String key() {
        return key;
    }

    /** What was answered. */
    record Answer(int status, String type, String body, String etag) {
        JsonNode json() {
            return Json.read(body);
        }

        /** The rows of a collection. */
        JsonNode rows() {
            return json().path("d");
        }

        long id() {
            return json().path("id").asLong();
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).timeout(Duration.ofSeconds(60));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body(),
                    response.headers().firstValue("etag").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer get(String path) {
        return send(request(path).build());
    }

    /** Asks for the rows of a resource that a filter means. */
    Answer find(String resource, String filter) {
        return get("%s?$filter=%s".formatted(resource, URLEncoder.encode(filter, StandardCharsets.UTF_8)));
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    Answer patch(String path, JsonNode body) {
        return send("PATCH", path, body);
    }

    Answer send(String method, String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    Answer delete(String path) {
        return send(request(path).DELETE().build());
    }
}
