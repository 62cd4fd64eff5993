package io.brownout.fleet;

import io.brownout.fleet.ODataQuery.Expand;
import io.brownout.fleet.ODataQuery.Order;
import io.brownout.fleet.ResourceModel.Collected;
import io.brownout.fleet.ResourceModel.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers queries: rows as JSON, and with them the rows that navigations lead to, a statement for each navigation. For one thread and one piece of work. */
final class ODataReader {
    /** Databases bound how many parameters a statement has. */
    private static final int AT_ONCE = 1000;

    private final Session session;
    private final ResourceModel model;
    private final ODataSql.RowSource source;

    ODataReader(Session session, ResourceModel model, ODataSql.RowSource source) {
        this.session = session;
        this.model = model;
        this.source = source;
    }

    /** A row that was found, and what is told of it. */
    private record Found(Row row, ObjectNode json) {}

    ArrayNode read(String resource, List<ODataFilter> filters, ODataQuery query) {
        ArrayNode rows = Json.array();
        found(model.resource(resource), filters, query, Set.of()).forEach(it -> rows.add(it.json()));
        return rows;
    }

    long count(String resource, List<ODataFilter> filters) {
        SqlText sql = new SqlText();
        ODataSql said = new ODataSql(model, source, sql);
        ODataSql.Row row = said.row(model.resource(resource));
        sql.add("SELECT count(*) AS n FROM ");
        said.from(row);
        where(said, sql, filters, row);
        return session.first(sql).orElseThrow().whole("n");
    }

    /** Returns the keys of the rows that a filter means. */
    List<Long> ids(String resource, List<ODataFilter> filters) {
        ODataQuery id = new ODataQuery(
                List.of("id"), Optional.empty(), List.of(), List.of(), OptionalInt.empty(), OptionalInt.empty(), false);
        return found(model.resource(resource), filters, id, Set.of()).stream()
                .map(it -> it.row().whole("id"))
                .toList();
    }

    private List<Found> found(Resource resource, List<ODataFilter> filters, ODataQuery query, Set<String> alsoNeeded) {
        List<String> told = query.select().isEmpty() ? all(resource) : query.select();
        Set<String> columns = new LinkedHashSet<>(told);
        columns.add("id");
        columns.addAll(alsoNeeded);
        query.expand().stream()
                .map(Expand::navigation)
                .filter(resource.references()::containsKey)
                .forEach(columns::add);
        List<ODataFilter> conditions = new ArrayList<>(filters);
        query.filter().ifPresent(conditions::add);
        List<Found> rows = session.rows(statement(resource, columns, conditions, query)).stream()
                .map(it -> new Found(it, RowJson.of(resource, told, it)))
                .toList();
        query.expand().forEach(it -> expand(resource, rows, it));
        return rows;
    }

    private static List<String> all(Resource resource) {
        List<String> names = new ArrayList<>(resource.fields().keySet());
        names.addAll(resource.references().keySet());
        return names;
    }

    private SqlText statement(Resource resource, Set<String> columns, List<ODataFilter> filters, ODataQuery query) {
        SqlText sql = new SqlText().add("SELECT ");
        ODataSql said = new ODataSql(model, source, sql);
        ODataSql.Row row = said.row(resource);
        SqlText.Comma comma = new SqlText.Comma(sql);
        for (String column : columns) {
            comma.next();
            said.field(List.of(column), row);
            sql.add(" AS \"%s\"".formatted(column));
        }
        sql.add(" FROM ");
        said.from(row);
        where(said, sql, filters, row);
        sql.add(" ORDER BY ");
        for (Order order : query.orderBy()) {
            said.field(order.field().steps(), row);
            sql.add(order.descending() ? " DESC, " : ", ");
        }
        sql.name(row.table(), "id");
        if (query.top().isPresent() || query.skip().isPresent()) {
            long most = query.top().isPresent() ? query.top().getAsInt() : Long.MAX_VALUE;
            sql.add(" LIMIT ").parameter(most);
            sql.add(" OFFSET ").parameter((long) query.skip().orElse(0));
        }
        return sql;
    }

    private static void where(ODataSql said, SqlText sql, List<ODataFilter> filters, ODataSql.Row row) {
        if (!filters.isEmpty()) {
            sql.add(" WHERE ");
            said.where(filters.size() == 1 ? filters.getFirst() : new ODataFilter.And(filters), row);
        }
    }

    private void expand(Resource resource, List<Found> rows, Expand expand) {
        String navigation = expand.navigation();
        String target = resource.references().get(navigation);
        Collected collected = resource.collections().get(navigation);
        if (target != null) {
            expandReference(rows, navigation, model.resource(target), expand.query());
        } else if (collected != null) {
            expandCollection(rows, navigation, collected, expand.query());
        } else {
            throw resource.unknown("navigation " + navigation);
        }
    }

    private void expandReference(List<Found> rows, String navigation, Resource target, ODataQuery query) {
        Set<Long> ids = new LinkedHashSet<>();
        rows.forEach(it -> it.row().wholeIfAny(navigation).ifPresent(ids::add));
        Map<Long, ObjectNode> targets = new LinkedHashMap<>();
        for (Found found : among(target, "id", ids, query, Set.of())) {
            targets.put(found.row().whole("id"), found.json());
        }
        for (Found found : rows) {
            ArrayNode one = Json.array();
            found.row().wholeIfAny(navigation).ifPresent(id -> {
                if (targets.containsKey(id)) {
                    one.add(targets.get(id));
                }
            });
            found.json().set(navigation, one);
        }
    }

    /** {@code $top} and {@code $skip} count for each row by itself, so they are done here. */
    private void expandCollection(List<Found> rows, String navigation, Collected collected, ODataQuery query) {
        Map<Long, List<ObjectNode>> groups = new LinkedHashMap<>();
        rows.forEach(it -> groups.put(it.row().whole("id"), new ArrayList<>()));
        ODataQuery unlimited = new ODataQuery(
                query.select(),
                query.filter(),
                query.expand(),
                query.orderBy(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                query.count());
        Resource resource = model.resource(collected.resource());
        for (Found found : among(resource, collected.by(), groups.keySet(), unlimited, Set.of(collected.by()))) {
            groups.getOrDefault(found.row().whole(collected.by()), new ArrayList<>())
                    .add(found.json());
        }
        for (Found found : rows) {
            List<ObjectNode> group = groups.getOrDefault(found.row().whole("id"), List.of());
            if (query.count()) {
                found.json().put(navigation, group.size());
            } else {
                ArrayNode told = found.json().putArray(navigation);
                group.stream()
                        .skip(query.skip().orElse(0))
                        .limit(query.top().orElse(Integer.MAX_VALUE))
                        .forEach(told::add);
            }
        }
    }

    private List<Found> among(Resource resource, String column, Set<Long> ids, ODataQuery query, Set<String> needed) {
        List<Long> left = List.copyOf(ids);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < left.size(); i += AT_ONCE) {
            ODataFilter some = new ODataFilter.In(
                    new ODataFilter.Path(List.of(column)),
                    left.subList(i, Math.min(i + AT_ONCE, left.size())).stream()
                            .<ODataFilter.Literal>map(ODataFilter.Literal.Whole::new)
                            .toList());
            found.addAll(found(resource, List.of(some), query, needed));
        }
        return found;
    }
}
