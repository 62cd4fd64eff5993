package io.brownout.fleet;

import io.brownout.fleet.ResourceModel.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows of one resource for somebody: only fields that are theirs to write, only references to what they see, and never a row that they would not see. For one thread and one piece of work. */
final class ResourceWriter {
    private final Session session;
    private final ODataReader reader;
    private final Target target;
    private final ResourceRules rules;

    ResourceWriter(Session session, ODataReader reader, Target target, String registry) {
        this.session = session;
        this.reader = reader;
        this.target = target;
        this.rules = new ResourceRules(session, target, registry);
    }

    /** What is written, and by whom. */
    record Target(Resource resource, int version, Caller caller, Instant now) {
        String table() {
            return resource.name();
        }
    }

    static ODataFilter key(long id) {
        return new ODataFilter.Compare(
                ODataFilter.Comparison.EQ, new ODataFilter.Path(List.of("id")), new ODataFilter.Literal.Whole(id));
    }

    long create(ObjectNode body) {
        Map<String, @Nullable Object> values = values(ResourceWrites.CREATE, body);
        rules.complete(values);
        long id = session.insert(target.table(), values);
        rules.created(id);
        mustBeSeen(target.table(), id);
        return id;
    }

    void change(long id, ObjectNode body) {
        Map<String, @Nullable Object> values = values(ResourceWrites.CHANGE, body);
        rules.changing(id, values);
        session.update(target.table(), id, values);
        rules.changed(id, values);
        mustBeSeen(target.table(), id);
    }

    void delete(long id) {
        if (!ResourceWrites.mayDelete(target)) {
            throw RefusedException.unauthorized();
        }
        rules.deleting(id);
        session.change(SqlText.of("DELETE FROM \"%s\" WHERE \"id\" = ?".formatted(target.table()), id));
    }

    private Map<String, @Nullable Object> values(String verb, ObjectNode body) {
        Set<String> writable = ResourceWrites.fields(target, verb);
        if (writable.isEmpty()) {
            throw RefusedException.unauthorized();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        body.properties().forEach(entry -> {
            String field = entry.getKey();
            if (!isField(field)) {
                throw target.resource().unknown("field " + field);
            }
            if (!writable.contains(field)) {
                throw RefusedException.unauthorized();
            }
            Object value = RowJson.column(target.resource(), field, entry.getValue());
            if (target.resource().references().containsKey(field) && value instanceof Long id) {
                mustBeSeen(String.valueOf(target.resource().references().get(field)), id);
            }
            values.put(FleetModel.column(target.version(), target.table(), field), value);
        });
        return values;
    }

    private boolean isField(String field) {
        return target.resource().fields().containsKey(field)
                || target.resource().references().containsKey(field);
    }

    private void mustBeSeen(String resource, long id) {
        if (reader.ids(resource, List.of(key(id))).isEmpty()) {
            throw RefusedException.unauthorized();
        }
    }
}
