package io.brownout.fleet;

import io.brownout.fleet.ODataFilter.Comparison;
import io.brownout.fleet.ODataFilter.Literal;
import io.brownout.fleet.ODataFilter.Operand;
import io.brownout.fleet.ODataFilter.Path;
import io.brownout.fleet.ResourceModel.Collected;
import io.brownout.fleet.ResourceModel.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says in SQL which rows a filter means, in what SQLite and PostgreSQL both understand. What it does not know in the model is an {@link ODataException}.
 *
 * <p>For one thread and one statement.
 */
final class ODataSql {
    private final ResourceModel model;
    private final RowSource source;
    private final SqlText sql;
    private final Map<String, Row> variables = new HashMap<>();
    private int tables;

    ODataSql(ResourceModel model, RowSource source, SqlText sql) {
        this.model = model;
        this.source = source;
        this.sql = sql;
    }

    /** Where the rows of a resource come from: the one place that decides which of them somebody sees, wherever a query speaks of them. */
    @FunctionalInterface
    interface RowSource {
        /** Adds a table, or a query in brackets. */
        void add(Resource resource, SqlText sql);
    }

    /** A row that a part of the statement speaks of. */
    record Row(Resource resource, String table) {}

    /** Returns a row of a table that the statement does not speak of yet. */
    Row row(Resource resource) {
        return new Row(resource, "t" + tables++);
    }

    /** Adds what stands behind FROM. */
    void from(Row row) {
        source.add(row.resource(), sql);
        sql.add(" " + row.table());
    }

    void where(ODataFilter filter, Row row) {
        switch (filter) {
            case ODataFilter.And(List<ODataFilter> parts) -> joined(parts, " AND ", row);
            case ODataFilter.Or(List<ODataFilter> parts) -> joined(parts, " OR ", row);
            case ODataFilter.Not(ODataFilter part) -> {
                sql.add("NOT (");
                where(part, row);
                sql.add(")");
            }
            case ODataFilter.Compare compare -> compare(compare, row);
            case ODataFilter.In(Operand left, List<Literal> values) -> {
                operand(left, row);
                sql.add(" IN (");
                for (int i = 0; i < values.size(); i++) {
                    sql.add(i == 0 ? "" : ", ");
                    operand(values.get(i), row);
                }
                sql.add(")");
            }
            case ODataFilter.Match match -> match(match, row);
            case ODataFilter.AnyOf any -> any(any, row);
        }
    }

    private void joined(List<ODataFilter> parts, String word, Row row) {
        sql.add("(");
        for (int i = 0; i < parts.size(); i++) {
            sql.add(i == 0 ? "" : word);
            where(parts.get(i), row);
        }
        sql.add(")");
    }

    /** Null is equal to null in OData, and to nothing in SQL. */
    private void compare(ODataFilter.Compare compare, Row row) {
        boolean nothing = compare.right() instanceof Literal.Null || compare.left() instanceof Literal.Null;
        if (nothing && (compare.comparison() == Comparison.EQ || compare.comparison() == Comparison.NE)) {
            operand(compare.right() instanceof Literal.Null ? compare.left() : compare.right(), row);
            sql.add(compare.comparison() == Comparison.EQ ? " IS NULL" : " IS NOT NULL");
            return;
        }
        operand(compare.left(), row);
        sql.add(
                switch (compare.comparison()) {
                    case EQ -> " = ";
                    case NE -> " <> ";
                    case GT -> " > ";
                    case GE -> " >= ";
                    case LT -> " < ";
                    case LE -> " <= ";
                });
        operand(compare.right(), row);
    }

    /** Not LIKE: what is looked for may have its signs in it, and SQLite's LIKE does not tell cases apart. */
    private void match(ODataFilter.Match match, Row row) {
        switch (match.kind()) {
            case CONTAINS -> {
                sql.add("length(replace(");
                operand(match.text(), row);
                sql.add(", ");
                operand(match.part(), row);
                sql.add(", '')) < length(");
                operand(match.text(), row);
                sql.add(")");
            }
            case STARTSWITH, ENDSWITH -> {
                boolean start = match.kind() == ODataFilter.MatchKind.STARTSWITH;
                sql.add("substr(");
                operand(match.text(), row);
                sql.add(start ? ", 1, length(" : ", length(");
                if (!start) {
                    operand(match.text(), row);
                    sql.add(") + 1 - length(");
                }
                operand(match.part(), row);
                sql.add(")) = ");
                operand(match.part(), row);
            }
        }
    }

    private void any(ODataFilter.AnyOf any, Row row) {
        List<String> steps = any.navigation().steps();
        if (steps.size() != 1) {
            throw new ODataException("expected one navigation before any(…), found %s".formatted(any.navigation()));
        }
        Row one = behind(steps.getFirst(), row);
        Row outer = variables.put(any.variable(), one);
        where(any.filter(), row);
        if (outer == null) {
            variables.remove(any.variable());
        } else {
            variables.put(any.variable(), outer);
        }
        sql.add(")");
    }

    /** Begins a query of the rows behind a navigation, in either direction. */
    private Row behind(String navigation, Row row) {
        Collected collected = row.resource().collections().get(navigation);
        String target = row.resource().references().get(navigation);
        if (collected == null && target == null) {
            throw row.resource().unknown("collection " + navigation);
        }
        Row one = row(model.resource(collected == null ? String.valueOf(target) : collected.resource()));
        sql.add("EXISTS (SELECT 1 FROM ");
        from(one);
        sql.add(" WHERE ").name(one.table(), collected == null ? "id" : collected.by());
        sql.add(" = ").name(row.table(), collected == null ? navigation : "id").add(" AND ");
        return one;
    }

    private void operand(Operand operand, Row row) {
        switch (operand) {
            case Path(List<String> steps) -> {
                Row variable = variables.get(steps.getFirst());
                field(variable == null ? steps : steps.subList(1, steps.size()), variable == null ? row : variable);
            }
            case ODataFilter.LowerCase(Operand text) -> {
                sql.add("lower(");
                operand(text, row);
                sql.add(")");
            }
            case Literal.Text(String value) -> sql.parameter(value);
            case Literal.Whole(long value) -> sql.parameter(value);
            case Literal.Truth(boolean value) -> sql.parameter(value ? 1L : 0L);
            case Literal.Null() -> sql.add("NULL");
        }
    }

    /** A field of the row, or of the one that references lead to. */
    void field(List<String> steps, Row row) {
        if (steps.isEmpty()) {
            sql.name(row.table(), "id");
            return;
        }
        String first = steps.getFirst();
        String target = row.resource().references().get(first);
        if (steps.size() == 1) {
            if (target == null && !row.resource().fields().containsKey(first)) {
                throw row.resource().unknown("field " + first);
            }
            sql.name(row.table(), first);
            return;
        }
        if (target == null) {
            throw row.resource().unknown("reference " + first);
        }
        Row one = row(model.resource(target));
        sql.add("(SELECT ");
        field(steps.subList(1, steps.size()), one);
        sql.add(" FROM ");
        from(one);
        sql.add(" WHERE ");
        sql.name(one.table(), "id").add(" = ").name(row.table(), first).add(")");
    }
}
