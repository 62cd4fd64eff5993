package io.brownout.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The resources in OData, {@code /v6/device(1)?$select=…} and {@code /v7/…}: collections are answered as {@code {"d":[…]}}, a new row with itself. */
final class ResourceEndpoints {
    private final FleetDatabase database;
    private final ApiServer.Settings settings;

    ResourceEndpoints(FleetDatabase database, ApiServer.Settings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** What a request speaks of. */
    private record Asked(
            int version,
            String resource,
            List<ODataFilter> filters,
            ODataQuery query,
            ResourceRights rights,
            Instant now) {
        ODataReader reader(Session session) {
            return new ODataReader(session, rights.model(), rights);
        }
    }

    private Asked asked(ApiRequest request, Caller caller) {
        int version = request.part(0).equals("v6") ? 6 : 7;
        Map<String, String> parameters = new LinkedHashMap<>(request.parameters());
        ODataQuery query = ODataOptions.of(parameters).query(false);
        List<ODataFilter> filters = new ArrayList<>();
        if (!request.part(2).isEmpty()) {
            filters.add(ODataParser.key(request.part(2)));
        }
        Instant now = settings.clock().instant();
        return new Asked(
                version,
                FleetModel.table(request.part(1)),
                filters,
                query,
                new ResourceRights(caller, version, now),
                now);
    }

    ApiAnswer read(ApiRequest request, Caller caller) {
        Asked asked = asked(request, caller);
        boolean count = !request.part(3).isEmpty();
        JsonNode answer = database.read(session -> {
            ODataReader reader = asked.reader(session);
            return count
                    ? JsonNodeFactory.instance.numberNode(reader.count(asked.resource(), all(asked)))
                    : reader.read(asked.resource(), asked.filters(), asked.query());
        });
        return ApiAnswer.json(200, Json.object().set("d", answer));
    }

    private static List<ODataFilter> all(Asked asked) {
        List<ODataFilter> filters = new ArrayList<>(asked.filters());
        asked.query().filter().ifPresent(filters::add);
        return filters;
    }

    ApiAnswer create(ApiRequest request, Caller caller) {
        Asked asked = asked(request, caller);
        ObjectNode body = request.object();
        if (!request.part(2).isEmpty()) {
            throw RefusedException.bad("expected no key where a row is made");
        }
        ArrayNode made = database.write(session -> {
            long id = writer(session, asked, caller).create(body);
            return asked.reader(session).read(asked.resource(), List.of(ResourceWriter.key(id)), ODataQuery.ALL);
        });
        return ApiAnswer.json(201, made.get(0));
    }

    ApiAnswer change(ApiRequest request, Caller caller) {
        Asked asked = asked(request, caller);
        ObjectNode body = request.object();
        database.write(session -> {
            ResourceWriter writer = writer(session, asked, caller);
            chosen(session, asked).forEach(it -> writer.change(it, body));
            return asked;
        });
        return ApiAnswer.empty(200);
    }

    ApiAnswer delete(ApiRequest request, Caller caller) {
        Asked asked = asked(request, caller);
        database.write(session -> {
            ResourceWriter writer = writer(session, asked, caller);
            chosen(session, asked).forEach(writer::delete);
            return asked;
        });
        return ApiAnswer.empty(200);
    }

    private ResourceWriter writer(Session session, Asked asked, Caller caller) {
        return new ResourceWriter(
                session,
                asked.reader(session),
                new ResourceWriter.Target(
                        asked.rights().model().resource(asked.resource()), asked.version(), caller, asked.now()),
                settings.registry());
    }

    /** Everything at once is nothing that anybody means. */
    private static List<Long> chosen(Session session, Asked asked) {
        List<ODataFilter> filters = all(asked);
        if (filters.isEmpty()) {
            throw RefusedException.bad("expected a key or a $filter that says which rows");
        }
        return asked.reader(session).ids(asked.resource(), filters);
    }
}
