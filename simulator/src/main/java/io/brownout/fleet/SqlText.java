package io.brownout.fleet;

import java.util.ArrayList;
import java.util.List;

/** A statement with its parameters, while it is put together: no value of a request ever stands in the text. For one thread. */
final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a name of the model's, never one of a request's. */
    SqlText name(String table, String column) {
        text.append(table).append(".\"").append(column).append('"');
        return this;
    }

    SqlText parameter(Object value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Object> parameters() {
        return List.copyOf(parameters);
    }
}
