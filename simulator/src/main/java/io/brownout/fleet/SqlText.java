package io.brownout.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters, while it is put together: no value of a request ever stands in the text. For one thread. */
final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Makes one whose text is known from the beginning. */
    static SqlText of(String sql, @Nullable Object... parameters) {
        SqlText made = new SqlText().add(sql);
        made.parameters.addAll(Arrays.asList(parameters));
        return made;
    }

    SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a name of the model's, never one of a request's. */
    SqlText name(String table, String column) {
        text.append(table).append(".\"").append(column).append('"');
        return this;
    }

    SqlText parameter(@Nullable Object value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    /** Adds values in brackets, as IN wants them: at least one. */
    SqlText list(Collection<?> values) {
        add("(");
        Comma comma = new Comma(this);
        values.forEach(it -> comma.next().parameter(it));
        return add(")");
    }

    /** Adds another one at the end. */
    SqlText add(SqlText other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<@Nullable Object> parameters() {
        return Collections.unmodifiableList(parameters);
    }

    /** What stands between the parts of a list. */
    static final class Comma {
        private final SqlText sql;
        private boolean first = true;

        Comma(SqlText sql) {
            this.sql = sql;
        }

        /** Adds a comma, but for the first time. */
        SqlText next() {
            sql.add(first ? "" : ", ");
            first = false;
            return sql;
        }
    }
}
