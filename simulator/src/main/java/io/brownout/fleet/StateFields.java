package io.brownout.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a device may say of itself when it reports, and how long it may be: lengths as balena's API cuts them. */
final class StateFields {
    private static final int LONG = 255;
    private static final Map<String, Integer> TEXTS = Map.ofEntries(
            Map.entry("status", 50),
            Map.entry("os_version", 70),
            Map.entry("os_variant", LONG),
            Map.entry("supervisor_version", 20),
            Map.entry("provisioning_state", LONG),
            Map.entry("ip_address", 2000),
            Map.entry("mac_address", 2000),
            Map.entry("api_secret", 64));
    private static final Set<String> NUMBERS = Set.of("provisioning_progress", "api_port", "download_progress");
    private static final Map<String, Integer> METRIC_TEXTS = Map.of("storage_block_device", LONG, "cpu_id", LONG);
    private static final Set<String> METRIC_NUMBERS =
            Set.of("memory_usage", "memory_total", "storage_usage", "storage_total", "cpu_usage", "cpu_temp");
    private static final String UNDERVOLTED = "is_undervolted";

    private StateFields() {}

    static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    /** Returns what is said beside metrics, by columns. */
    static Map<String, @Nullable Object> of(JsonNode said) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        TEXTS.forEach((name, most) -> text(said, name, most, values));
        NUMBERS.forEach(name -> number(said, name, values));
        return values;
    }

    /** Returns the metrics, by columns. */
    static Map<String, @Nullable Object> metrics(JsonNode said) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        METRIC_TEXTS.forEach((name, most) -> text(said, name, most, values));
        METRIC_NUMBERS.forEach(name -> number(said, name, values));
        if (said.path(UNDERVOLTED).isBoolean()) {
            values.put(UNDERVOLTED, said.path(UNDERVOLTED).booleanValue() ? 1L : 0L);
        }
        return values;
    }

    /** What is of another kind than it should be is left out: a supervisor would send the same again and again. */
    private static void text(JsonNode said, String name, int most, Map<String, @Nullable Object> into) {
        JsonNode value = said.path(name);
        if (value.isNull()) {
            into.put(name, null);
        } else if (value.isString()) {
            into.put(name, cut(value.stringValue(), most));
        }
    }

    private static void number(JsonNode said, String name, Map<String, @Nullable Object> into) {
        JsonNode value = said.path(name);
        if (value.isNull()) {
            into.put(name, null);
        } else if (value.isNumber()) {
            into.put(name, Math.round(value.doubleValue()));
        }
    }
}
