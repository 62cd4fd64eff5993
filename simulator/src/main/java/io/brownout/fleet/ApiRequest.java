package io.brownout.fleet;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request whose route is known. For one thread. */
final class ApiRequest {
    private final HttpExchange exchange;
    private final List<String> parts;
    private final byte[] body;

    ApiRequest(HttpExchange exchange, List<String> parts, byte[] body) {
        this.exchange = exchange;
        this.parts = List.copyOf(parts);
        this.body = body;
    }

    /** Returns a part of the path that its route leaves open, decoded. */
    String part(int number) {
        return parts.get(number);
    }

    /** Returns a part of the path that must be a number. */
    long number(int part) {
        try {
            return Long.parseLong(part(part));
        } catch (NumberFormatException e) {
            throw RefusedException.bad("expected a number, found %s".formatted(part(part)));
        }
    }

    String method() {
        return exchange.getRequestMethod();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** Returns the parameters of the address, decoded; the last of a name counts. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.bad("expected an address in percent-encoding: %s".formatted(e.getMessage()));
        }
    }

    /** Returns the key that the request came with: as a bearer's, or in the address as older clients send it. */
    Optional<String> key() {
        Optional<String> bearer = header("Authorization")
                .filter(it -> it.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(it -> it.substring(7).strip());
        return bearer.isPresent()
                ? bearer
                : Optional.ofNullable(parameters().get("apikey"))
                        .or(() -> Optional.ofNullable(parameters().get("api_key")));
    }

    /** Returns the body, which must be a JSON object; nothing at all counts as an empty one. */
    ObjectNode object() {
        if (body.length == 0) {
            return Json.object();
        }
        String type = header("Content-Type").orElse("").split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase("application/json")) {
            throw RefusedException.problem(
                    415, "Unsupported Media Type", "expected application/json, found \"%s\"".formatted(type));
        }
        try {
            JsonNode value = Json.read(body);
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw RefusedException.bad("expected a JSON object, found another value");
        } catch (JacksonException e) {
            // Its own message quotes what was sent, which may hold a secret.
            throw RefusedException.bad("expected JSON, found none at line %d, column %d"
                    .formatted(
                            e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                            e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        }
    }
}
