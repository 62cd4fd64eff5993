package io.brownout.fleet;

import java.time.Instant;

/** Which services a device has: those of its application. Variables of a service on one device hang on them. */
final class ServiceInstalls {
    private static final String ADD = """
            INSERT INTO "service_install" ("created_at", "device", "installs__service")
            SELECT %s, d."id", s."id" FROM "device" d JOIN "service" s ON s."application" = d."belongs_to__application"
            WHERE %s
            ON CONFLICT ("device", "installs__service") DO NOTHING
            """;

    private ServiceInstalls() {}

    /** Those of a device that is new in its application. */
    static void ofDevice(Session session, long device, long application, Instant now) {
        session.change(SqlText.of("""
                DELETE FROM "service_install" WHERE "device" = ?
                AND "installs__service" NOT IN (SELECT "id" FROM "service" WHERE "application" = ?)
                """, device, application));
        session.change(SqlText.of(ADD.formatted("CAST(? AS TEXT)", "d.\"id\" = ?"), Moments.text(now), device));
    }

    /** Those of all devices for a new service. */
    static void ofService(Session session, long service, Instant now) {
        session.change(SqlText.of(ADD.formatted("CAST(? AS TEXT)", "s.\"id\" = ?"), Moments.text(now), service));
    }
}
