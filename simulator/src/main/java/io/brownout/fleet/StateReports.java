package io.brownout.fleet;

import io.brownout.fleet.StateReport.ImageName;
import io.brownout.fleet.StateReport.Install;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes what devices report, as seldom as it does: what only repeats itself is not written, nor are metrics and progress that come too often. */
final class StateReports {
    private static final Duration METRICS = Duration.ofSeconds(60);
    private static final Duration PROGRESS = Duration.ofSeconds(30);
    private static final String DELETED = "deleted";

    private final Session session;
    private final Caller.Device device;
    private final Instant now;

    private StateReports(Session session, Caller.Device device, Instant now) {
        this.session = session;
        this.device = device;
        this.now = now;
    }

    static void note(Session session, Caller.Device device, StateReport report, Instant now) {
        new StateReports(session, device, now).note(report);
    }

    private void note(StateReport report) {
        Row before = session.first(SqlText.of("SELECT * FROM \"device\" WHERE \"id\" = ?", device.id()))
                .orElseThrow(RefusedException::unauthorized);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(report.fields());
        report.running().ifPresent(it -> {
            Optional<Long> release = it.commit().map(this::release);
            fields.put("is_running__release", release.orElse(null));
        });
        report.installs().ifPresent(this::note);
        write(before, fields, report.metrics());
    }

    private void write(Row before, Map<String, @Nullable Object> fields, Map<String, @Nullable Object> metrics) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!same(before, name, value)) {
                changed.put(name, value);
            }
        });
        if (changed.containsKey("update_status")) {
            changed.put("last_update_status_event", Moments.text(now));
        }
        boolean due = before.textIfAny("metrics_at")
                .map(it -> !Moments.read(it).plus(METRICS).isAfter(now))
                .orElse(true);
        // What is written anyway takes the metrics along.
        if (!metrics.isEmpty() && (due || !changed.isEmpty())) {
            changed.putAll(metrics);
            changed.put("metrics_at", Moments.text(now));
        }
        if (!changed.isEmpty()) {
            changed.put("modified_at", Moments.text(now));
            session.update("device", device.id(), changed);
        }
    }

    private static boolean same(Row before, String name, @Nullable Object value) {
        return Objects.equals(before.textIfAny(name), Optional.ofNullable(value).map(Object::toString));
    }

    private long release(String commit) {
        return session.first(SqlText.of("""
                        SELECT "id" FROM "release" WHERE "belongs_to__application" = ? AND "commit" = ? AND "status" = 'success'
                        ORDER BY "id" DESC
                        """, device.application(), commit))
                .orElseThrow(RefusedException::unauthorized)
                .whole("id");
    }

    private void note(List<Install> installs) {
        List<Long> images = new ArrayList<>();
        for (Install install : installs) {
            Row part = part(install.image());
            images.add(part.whole("image"));
            note(install, part.whole("image"), part.whole("is_part_of__release"));
        }
        SqlText others = SqlText.of("""
                UPDATE "image_install" SET "status" = 'deleted', "download_progress" = NULL
                WHERE "device" = ? AND "status" <> 'deleted'
                """, device.id());
        if (!images.isEmpty()) {
            others.add(" AND \"installs__image\" NOT IN ").list(images);
        }
        session.change(others);
    }

    /** An image of a release of the device's application, and of no other. */
    private Row part(ImageName image) {
        SqlText sql = SqlText.of("""
                SELECT ri."image", ri."is_part_of__release" FROM "release_image" ri
                JOIN "release" r ON r."id" = ri."is_part_of__release" JOIN "image" i ON i."id" = ri."image"
                WHERE r."belongs_to__application" = ? AND r."status" = 'success' AND
                """, device.application());
        switch (image) {
            case ImageName.Stored(String commit, String location) ->
                sql.add(SqlText.of(
                        "r.\"commit\" = ? AND lower(i.\"is_stored_at__image_location\") = ?", commit, location));
            case ImageName.Numbered(long release, long number) ->
                sql.add(SqlText.of("r.\"id\" = ? AND i.\"id\" = ?", release, number));
        }
        return session.first(sql.add(" ORDER BY r.\"id\" DESC")).orElseThrow(RefusedException::unauthorized);
    }

    private void note(Install install, long image, long release) {
        Optional<Row> before = session.first(SqlText.of(
                "SELECT * FROM \"image_install\" WHERE \"device\" = ? AND \"installs__image\" = ?",
                device.id(),
                image));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("status", install.status());
        values.put("download_progress", install.progress().orElse(null));
        values.put("is_provided_by__release", release);
        values.put("reported_at", Moments.text(now));
        if (before.isEmpty()) {
            values.put("device", device.id());
            values.put("installs__image", image);
            values.put("install_date", Moments.text(now));
            session.insert("image_install", values);
        } else if (isNews(before.get(), values)) {
            if (before.get().text("status").equals(DELETED)) {
                values.put("install_date", Moments.text(now));
            }
            session.update("image_install", before.get().whole("id"), values);
        }
    }

    private boolean isNews(Row before, Map<String, @Nullable Object> values) {
        if (!same(before, "status", values.get("status"))
                || !same(before, "is_provided_by__release", values.get("is_provided_by__release"))) {
            return true;
        }
        return !same(before, "download_progress", values.get("download_progress"))
                && !Moments.read(before.text("reported_at")).plus(PROGRESS).isAfter(now);
    }
}
