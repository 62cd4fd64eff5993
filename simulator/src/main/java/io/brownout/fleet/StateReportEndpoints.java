package io.brownout.fleet;

import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What devices say of themselves: {@code PATCH /device/v3/state}, and {@code /device/v2/UUID/state} before. */
final class StateReportEndpoints {
    private final FleetDatabase database;
    private final InstantSource clock;

    StateReportEndpoints(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    ApiAnswer v3(ApiRequest request, Caller caller) {
        ObjectNode body = request.object();
        Caller.Device device = device(caller);
        if (body.isEmpty()) {
            throw RefusedException.bad("expected the state of a device by its uuid");
        }
        if (body.size() > 1 || !body.has(device.uuid())) {
            throw RefusedException.unauthorized();
        }
        JsonNode said = body.path(device.uuid());
        database.write(session -> {
            String application = session.first(
                            SqlText.of("SELECT \"uuid\" FROM \"application\" WHERE \"id\" = ?", device.application()))
                    .orElseThrow(RefusedException::unauthorized)
                    .text("uuid");
            StateReports.note(session, device, StateReport.v3(said, application), clock.instant());
            return device;
        });
        return ApiAnswer.empty(200);
    }

    ApiAnswer v2(ApiRequest request, Caller caller) {
        ObjectNode body = request.object();
        Caller.Device device = device(caller);
        if (!device.uuid().equals(request.part(0))) {
            throw RefusedException.unauthorized();
        }
        StateReport report = StateReport.v2(body.path("local"));
        database.write(session -> {
            StateReports.note(session, device, report, clock.instant());
            return device;
        });
        return ApiAnswer.empty(200);
    }

    /** Only a device knows how it is. */
    private static Caller.Device device(Caller caller) {
        if (caller instanceof Caller.Device device) {
            return device;
        }
        throw RefusedException.unauthorized();
    }
}
