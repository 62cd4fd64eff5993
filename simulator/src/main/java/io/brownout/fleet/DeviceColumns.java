package io.brownout.fleet;

import java.time.Instant;

/** What of a device is in no column of its table, but follows from them: its heartbeat, how it is on the whole, what it should run. */
final class DeviceColumns {
    private static final String DOWNLOADING = """
            EXISTS (SELECT 1 FROM "image_install" ii WHERE ii."device" = d."id" AND ii."status" = 'Downloading')
            """;

    private static final String TARGET = """
            coalesce(d."is_pinned_on__release",
            (SELECT a."should_be_running__release" FROM "application" a WHERE a."id" = d."belongs_to__application"))
            """;

    /** Of several images the mean; what is downloaded counts as a hundred. */
    private static final String PROGRESS = """
            (SELECT CAST(round(avg(CASE WHEN ii."status" = 'Downloading' THEN coalesce(ii."download_progress", 0) ELSE 100 END)) AS INTEGER)
            FROM "image_install" ii WHERE ii."device" = d."id" AND ii."status" <> 'deleted'
            AND ii."is_provided_by__release" =
            """ + TARGET + ")";

    private DeviceColumns() {}

    /** Adds them behind the columns of a device d. */
    static void add(SqlText sql, int version, Instant now) {
        sql.add(", ");
        Heartbeat.addState(sql, now);
        sql.add(" AS \"api_heartbeat_state\", ");
        Heartbeat.addOnline(sql, now);
        sql.add(" AS \"is_online\", ");
        sql.add(
                "CASE WHEN d.\"is_active\" = 0 THEN 'inactive' WHEN d.\"online_until\" IS NULL THEN 'configuring' WHEN ");
        Heartbeat.addOnline(sql, now);
        sql.add(" = 0 THEN 'disconnected' WHEN %s THEN 'updating' ELSE 'operational' END AS \"overall_status\", "
                .formatted(DOWNLOADING));
        sql.add("CASE WHEN %s THEN %s END AS \"overall_progress\", ".formatted(DOWNLOADING, PROGRESS));
        sql.add((version == 6 ? "d.\"is_pinned_on__release\"" : TARGET) + " AS \"should_be_running__release\"");
    }
}
