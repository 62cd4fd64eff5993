package io.brownout.fleet;

import io.brownout.fleet.ResourceModel.Kind;
import io.brownout.fleet.ResourceModel.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Fields between the database and JSON: truths, structured values, and references, which are told as {@code {"__id": …}} and written as a number. */
final class RowJson {
    private RowJson() {}

    static ObjectNode of(Resource resource, List<String> fields, Row row) {
        ObjectNode json = Json.object();
        for (String field : fields) {
            json.set(field, value(resource.fields().get(field), row, field));
        }
        return json;
    }

    private static JsonNode value(@Nullable Kind kind, Row row, String field) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (row.values().get(field) == null) {
            return nodes.nullNode();
        }
        if (kind == null) {
            return Json.object().put("__id", row.whole(field));
        }
        return switch (kind) {
            case WHOLE -> nodes.numberNode(row.whole(field));
            case TEXT, TIME -> nodes.stringNode(row.text(field));
            case TRUTH -> nodes.booleanNode(row.truth(field));
            case JSON -> Json.read(row.text(field));
        };
    }

    /** Returns what is written for a value of a request; refuses one of another kind. */
    static @Nullable Object column(Resource resource, String field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        Kind kind = resource.fields().get(field);
        if (kind == null || kind == Kind.WHOLE) {
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? value.longValue()
                    : refused(field, "a whole number");
        }
        return switch (kind) {
            case TEXT -> value.isString() ? value.stringValue() : refused(field, "a text");
            case TIME -> Moments.text(moment(field, value));
            case TRUTH ->
                value.isBoolean() ? Long.valueOf(value.booleanValue() ? 1 : 0) : refused(field, "true or false");
            // Older builders send it as a text that holds JSON.
            case JSON -> Json.text(value.isString() ? parsed(field, value.stringValue()) : value);
            case WHOLE -> throw new IllegalStateException("numbers are above");
        };
    }

    /** Clients that are scripts send milliseconds since 1970, too. */
    private static Instant moment(String field, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Instant.ofEpochMilli(value.longValue());
        }
        return Moments.read(value.isString() ? value.stringValue() : String.valueOf(refused(field, "a moment")));
    }

    private static JsonNode parsed(String field, String text) {
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            throw RefusedException.bad("expected %s to be JSON".formatted(field));
        }
    }

    private static Object refused(String field, String expected) {
        throw RefusedException.bad("expected %s to be %s".formatted(field, expected));
    }
}
