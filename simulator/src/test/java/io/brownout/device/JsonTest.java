package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jackson is the referee. */
class JsonTest {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<String> SCRAPS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"\\u00e9\\n\"",
            "\"ü😀\"",
            "0",
            "-1",
            "1.50",
            "12e2 ",
            "01",
            "true",
            "false",
            "null",
            " ",
            "\n",
            "\"",
            "\\",
            "-",
            "tru",
            "\t",
            "\"\\x\"",
            "\u0001");

    @Test
    void what_it_accepts_and_reads_is_what_jackson_accepts_and_reads() {
        Random random = new Random(6);
        int accepted = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder(round % 2 == 0 ? "[" : "{\"k\":");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
            text.append(round % 2 == 0 ? "]" : "}");
            accepted += agreesWithJackson(text.toString()) ? 1 : 0;
        }
        assertThat(accepted).as("texts that are JSON among those made up").isGreaterThan(1_000);
    }

    private static boolean agreesWithJackson(String text) {
        JsonNode expected;
        try {
            expected = JACKSON.readTree(text);
        } catch (JacksonException e) {
            assertThatThrownBy(() -> Json.parse(text)).as(text).isInstanceOf(JsonException.class);
            return false;
        }
        String written = Json.parse(text).written();
        assertThat(JACKSON.readTree(written)).as(text).isEqualTo(expected);
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,}",
                "[1,]",
                "{'a':1}",
                "1 2",
                "1e999999999",
                "1e-5000",
                "nul",
                "\"\\ud8",
                "{\"a\" 1}"
            })
    void what_is_no_json_is_told_with_its_place(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching("expected .* at character [0-9]+, saw .*");
    }

    @Test
    void a_text_that_is_too_deep_is_refused_before_the_stack_ends() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void a_path_ends_in_what_is_there_or_in_nothing() {
        Json json = Json.parse("{\"a\":{\"b\":[1],\"n\":null,\"s\":\"7\"}}");

        assertThat(json.at("a", "b"))
                .map(Json::items)
                .hasValueSatisfying(it -> assertThat(it).hasSize(1));
        assertThat(json.at("a", "s").flatMap(Json::asLong)).hasValue(7L);
        assertThat(json.at("a", "n")).isEmpty();
        assertThat(json.at("a", "b", "c")).isEmpty();
        assertThat(json.at("x")).isEmpty();
    }
}
