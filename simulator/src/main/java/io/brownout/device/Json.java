package io.brownout.device;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259). Immutable; objects keep the order of their members.
 *
 * <p>Ours because reading a file through Jackson costs an emulated CPU more than the rest of the supervisor's start; the tests hold it against Jackson. For the same reason nothing in this room
 * switches over types: each such switch makes up a class at run time, which no class archive holds.
 */
sealed interface Json {
    /** An object. */
    record Members(Map<String, Json> members) implements Json {
        /** Copies the map in its order. */
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** An array. */
    record Items(List<Json> items) implements Json {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Text(String text) implements Json {
        @Override
        public Optional<String> asText() {
            return Optional.of(text);
        }

        @Override
        public Optional<Long> asLong() {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** A number, exactly as it was written. */
    record Numeral(BigDecimal number) implements Json {
        @Override
        public Optional<String> asText() {
            return Optional.of(number.toPlainString());
        }

        @Override
        public Optional<Long> asLong() {
            try {
                return Optional.of(number.longValueExact());
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        }
    }

    /** True or false. */
    record Flag(boolean flag) implements Json {
        @Override
        public Optional<String> asText() {
            return Optional.of(Boolean.toString(flag));
        }

        @Override
        public Optional<Boolean> asFlag() {
            return Optional.of(flag);
        }
    }

    /** {@code null}. */
    record Nothing() implements Json {}

    /** Reads one value that fills the whole text; {@link JsonException} that says where it is wrong if it is none. */
    static Json parse(String text) {
        return new JsonReader(text).whole();
    }

    /** Makes an object of names and values in turn; values as {@link #of} takes them, and a member whose value is an empty Optional is left out. */
    static Members object(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value instanceof Optional<?> optional) {
                if (optional.isEmpty()) {
                    continue;
                }
                value = optional.get();
            }
            members.put((String) namesAndValues[i], of(value));
        }
        return new Members(members);
    }

    /** Turns text, numbers, flags, lists, maps and JSON itself into JSON. */
    static Json of(Object value) {
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof String text) {
            return new Text(text);
        }
        if (value instanceof Boolean flag) {
            return new Flag(flag);
        }
        if (value instanceof Integer || value instanceof Long) {
            return new Numeral(BigDecimal.valueOf(((Number) value).longValue()));
        }
        if (value instanceof List<?> list) {
            List<Json> items = new ArrayList<>();
            list.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Json> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(name.toString(), of(member)));
            return new Members(members);
        }
        throw new IllegalArgumentException("no JSON for a " + value.getClass());
    }

    /** Returns what lies at the end of a path of member names; empty where there is nothing, or null, or no object on the way. */
    default Optional<Json> at(String... path) {
        Json here = this;
        for (String name : path) {
            if (!(here instanceof Members(Map<String, Json> members)) || !members.containsKey(name)) {
                return Optional.empty();
            }
            here = members.get(name);
        }
        return here instanceof Nothing ? Optional.empty() : Optional.of(here);
    }

    /** Returns the members; none if this is no object. */
    default Map<String, Json> members() {
        return Map.of();
    }

    /** Returns the items; none if this is no array. */
    default List<Json> items() {
        return List.of();
    }

    /** Returns a string's text, or a number or flag as it is written, since environment variables arrive as either; empty for anything else. */
    default Optional<String> asText() {
        return Optional.empty();
    }

    /** Returns a whole number that fits; empty for anything else. Strings of digits count, since ids arrive as either. */
    default Optional<Long> asLong() {
        return Optional.empty();
    }

    /** Returns a flag; empty for anything else. */
    default Optional<Boolean> asFlag() {
        return Optional.empty();
    }

    /** Returns the value written without spaces. */
    default String written() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }
}
