package io.brownout.fleet;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the API answers. Immutable, as long as nobody changes the bytes. */
final class ApiAnswer {
    private static final String TYPE = "Content-Type";

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private ApiAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    int status() {
        return status;
    }

    /** Returns those beside the body's length. */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    static ApiAnswer json(int status, JsonNode value) {
        return new ApiAnswer(status, Map.of(TYPE, "application/json; charset=utf-8"), Json.bytes(value));
    }

    static ApiAnswer text(int status, String text) {
        return new ApiAnswer(status, Map.of(TYPE, "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, Map.of(), new byte[0]);
    }

    /** An error that the protocol has no words of its own for: problem details, RFC 9457. */
    static ApiAnswer problem(int status, String title, String detail) {
        byte[] body = Json.bytes(Json.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail));
        return new ApiAnswer(status, Map.of(TYPE, "application/problem+json"), body);
    }

    ApiAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiAnswer(status, more, body);
    }
}
