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
 * <p>Ours because reading a file through Jackson costs an emulated CPU more than the rest of the supervisor's start; the tests hold it against Jackson.
 */
sealed interface Json {
    /** An object. */
    record Members(Map<String, Json> members) implements Json {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** An array. */
    record Items(List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Text(String text) implements Json {}

    /** A number, exactly as it was written. */
    record Numeral(BigDecimal number) implements Json {}

    /** True or false. */
    record Flag(boolean flag) implements Json {}

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
        return switch (value) {
            case Json json -> json;
            case String text -> new Text(text);
            case Boolean flag -> new Flag(flag);
            case Integer number -> new Numeral(BigDecimal.valueOf(number));
            case Long number -> new Numeral(BigDecimal.valueOf(number));
            case List<?> list -> {
                List<Json> items = new ArrayList<>();
                list.forEach(item -> items.add(of(item)));
                yield new Items(items);
            }
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put(name.toString(), of(member)));
                yield new Members(members);
            }
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
        };
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
        return switch (this) {
            case Text(String text) -> Optional.of(text);
            case Numeral(BigDecimal number) -> Optional.of(number.toPlainString());
            case Flag(boolean flag) -> Optional.of(Boolean.toString(flag));
            case Members _, Items _, Nothing _ -> Optional.empty();
        };
    }

    /** Returns a whole number that fits; empty for anything else. Strings of digits count, since ids arrive as either. */
    default Optional<Long> asLong() {
        try {
            return switch (this) {
                case Numeral(BigDecimal number) -> Optional.of(number.longValueExact());
                case Text(String text) -> Optional.of(Long.parseLong(text));
                case Members _, Items _, Flag _, Nothing _ -> Optional.empty();
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns a flag; empty for anything else. */
    default Optional<Boolean> asFlag() {
        return this instanceof Flag(boolean flag) ? Optional.of(flag) : Optional.empty();
    }

    /** Returns the value written without spaces. */
    default String written() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }
}
