package io.brownout.fleet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON of requests and answers. Safe for any thread. */
final class Json {
    private static final int DEEPEST = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads a value; {@link JacksonException} if it is none, or one that is nested too deeply. */
    static JsonNode read(byte[] text) {
        return MAPPER.readTree(text);
    }

    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static byte[] bytes(JsonNode value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static String text(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }
}
