package io.brownout.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The database in the midst of some work. For one thread, and no longer than the work. */
final class Session {
    private final Connection connection;
    private final Function<SQLException, DatabaseException> failures;

    Session(Connection connection, Function<SQLException, DatabaseException> failures) {
        this.connection = connection;
        this.failures = failures;
    }

    List<Row> rows(SqlText sql) {
        try (PreparedStatement statement = prepared(sql);
                ResultSet found = statement.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(row(found));
            }
            return rows;
        } catch (SQLException e) {
            throw failures.apply(e);
        }
    }

    private static Row row(ResultSet found) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnLabel(i), found.getObject(i));
        }
        return new Row(values);
    }

    Optional<Row> first(SqlText sql) {
        return rows(sql).stream().findFirst();
    }

    /** Returns the number of rows that were changed. */
    int change(SqlText sql) {
        try (PreparedStatement statement = prepared(sql)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failures.apply(e);
        }
    }

    private PreparedStatement prepared(SqlText sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.text());
        List<@Nullable Object> parameters = sql.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }

    /**
     * Adds a row.
     *
     * @param values by columns of the schema, never names out of a request
     * @return its id
     */
    long insert(String table, Map<String, ? extends @Nullable Object> values) {
        SqlText sql = new SqlText().add("INSERT INTO \"%s\" (".formatted(table));
        SqlText.Comma comma = new SqlText.Comma(sql);
        values.keySet().forEach(it -> comma.next().add("\"%s\"".formatted(it)));
        sql.add(") VALUES (");
        SqlText.Comma second = new SqlText.Comma(sql);
        values.values().forEach(it -> second.next().parameter(it));
        return first(sql.add(") RETURNING \"id\"")).orElseThrow().whole("id");
    }

    /** Changes the columns of one row. */
    void update(String table, long id, Map<String, ? extends @Nullable Object> values) {
        if (values.isEmpty()) {
            return;
        }
        SqlText sql = new SqlText().add("UPDATE \"%s\" SET ".formatted(table));
        SqlText.Comma comma = new SqlText.Comma(sql);
        values.forEach((column, value) ->
                comma.next().add("\"%s\" = ".formatted(column)).parameter(value));
        change(sql.add(" WHERE \"id\" = ").parameter(id));
    }
}
