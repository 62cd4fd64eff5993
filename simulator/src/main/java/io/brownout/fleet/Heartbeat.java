package io.brownout.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a device is still there: it is online until one and a half poll intervals after it has last asked for its target, then for 15 s in doubt, then offline.
 *
 * <p>Both moments are noted when it asks. What it is follows from them and the time at which somebody wants to know, in the database itself, so that devices can be looked for by it; nothing has to run when a device falls silent.
 */
final class Heartbeat {
    private static final double JITTER = 1.5;
    private static final Duration DOUBT = Duration.ofSeconds(15);

    private Heartbeat() {}

    /** Notes that a device has asked. */
    static void beat(Session session, long device, Duration interval, Instant now) {
        Instant online = now.plusMillis((long) (interval.toMillis() * JITTER));
        // Devices that were online stay so: only a change of what they are is an event.
        session.change(SqlText.of(
                """
                UPDATE "device" SET "online_until" = ?, "timeout_until" = ?,
                  "last_connectivity_event" = CASE WHEN "online_until" > ? THEN "last_connectivity_event" ELSE ? END
                WHERE "id" = ?
                """,
                Moments.text(online),
                Moments.text(online.plus(DOUBT)),
                Moments.text(now),
                Moments.text(now),
                device));
    }

    /** Adds an expression for the state of a device in a table d. */
    static void addState(SqlText sql, Instant now) {
        sql.add("CASE WHEN d.\"online_until\" IS NULL THEN 'unknown' WHEN d.\"online_until\" > ")
                .parameter(Moments.text(now))
                .add(" THEN 'online' WHEN d.\"timeout_until\" > ")
                .parameter(Moments.text(now))
                .add(" THEN 'timeout' ELSE 'offline' END");
    }

    /** Adds an expression for whether it is online, 1 or 0. */
    static void addOnline(SqlText sql, Instant now) {
        sql.add("CASE WHEN d.\"online_until\" > ").parameter(Moments.text(now)).add(" THEN 1 ELSE 0 END");
    }
}
