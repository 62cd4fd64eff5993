package io.brownout.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A row that was found. Immutable.
 *
 * @param values by the names of the columns
 */
record Row(Map<String, @Nullable Object> values) {
    Row {
        values = Collections.unmodifiableMap(values);
    }

    /** Returns a number that the schema says is there. */
    long whole(String column) {
        return wholeIfAny(column).orElseThrow(() -> new IllegalStateException("no number in " + column));
    }

    OptionalLong wholeIfAny(String column) {
        return values.get(column) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /** Returns a text that the schema says is there. */
    String text(String column) {
        return textIfAny(column).orElseThrow(() -> new IllegalStateException("no text in " + column));
    }

    Optional<String> textIfAny(String column) {
        return Optional.ofNullable(values.get(column)).map(Object::toString);
    }

    /** Says whether a truth is there and is true. */
    boolean truth(String column) {
        return wholeIfAny(column).orElse(0) != 0;
    }
}
