package io.brownout.stack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API in somebody's name. Blocking; an answer that was not expected is an {@link IOException} that says it. Safe for any thread. */
final class ApiClient implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    /**
     * Asks an API.
     *
     * @param key a key or a login's token; empty for nobody's
     */
    ApiClient(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    /** Asks as somebody else. */
    ApiClient as(String otherKey) {
        return new ApiClient(api, otherKey);
    }

    /** Says whose name the key is that of; empty if it is nobody's. */
    String user() throws IOException {
        HttpResponse<String> answer = sent(request("/actor/v1/whoami").GET().build());
        return answer.statusCode() == 200
                ? parsed(answer.body()).path("username").asString("")
                : "";
    }

    /** Posts what is no row, and returns what is answered. */
    String post(String path, ObjectNode body) throws IOException {
        HttpRequest request = request(path)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        return checked(request, sent(request), 200).body();
    }

    /** Returns the rows of a resource that a filter means; more is further options of the query. */
    JsonNode found(String resource, String filter, String more) throws IOException {
        String query = "%s?$filter=%s%s".formatted(resource, URLEncoder.encode(filter, StandardCharsets.UTF_8), more);
        return asked(resource(query).GET(), 200).path("d");
    }

    /** Makes a row and returns it. */
    JsonNode created(String resource, ObjectNode row) throws IOException {
        return asked(resource(resource).POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(row))), 201);
    }

    /** Changes a row, for example {@code image(7)}. */
    void changed(String row, ObjectNode values) throws IOException {
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
        HttpResponse<String> answer = checked(request, sent(request), expected);
        // A change is answered with a word and no JSON.
        return request.method().equals("PATCH") ? JSON.createObjectNode() : parsed(answer.body());
    }

    private static HttpResponse<String> checked(HttpRequest request, HttpResponse<String> answer, int expected)
            throws IOException {
        if (answer.statusCode() != expected) {
            throw new IOException("expected status %d of the API to %s %s, seen %d: %s"
                    .formatted(
                            expected, request.method(), request.uri().getPath(), answer.statusCode(), answer.body()));
        }
        return answer;
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
