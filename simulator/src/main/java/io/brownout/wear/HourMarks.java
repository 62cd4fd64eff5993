package io.brownout.wear;

import io.brownout.board.DeviceReport;
import io.brownout.card.CardJournal;
import io.brownout.card.CardMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hours of a device's own time that a journal tells of: whoever recorded it noted there what the device reported, and a device reports {@code idle} once nothing is pending, and each hour {@code uptime} (docs/device-report.md).
 *
 * <p>The first such report after {@code idle} ends the hour in which the device settled, which counts for nothing. A new boot begins anew; of several boots the one with the most hours is taken.
 */
public final class HourMarks {
    private static final String BY_DEVICE = "device: ";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private List<Long> longest = List.of();
    private List<Long> current = new ArrayList<>();
    private boolean settled;
    private long lastHour;

    private HourMarks() {}

    /** Returns the part of a journal that lies between its first and its last hour; empty if it tells of less than an hour. Reads the whole journal once. */
    public static Optional<WearWeighing> weighing(CardJournal journal) {
        HourMarks hours = new HourMarks();
        for (Iterator<CardMark> marks = journal.marks().iterator(); marks.hasNext(); ) {
            hours.take(marks.next());
        }
        hours.end();
        return hours.longest.size() < 2
                ? Optional.empty()
                : Optional.of(new WearWeighing(journal, hours.longest, Duration.ofHours(hours.longest.size() - 1L)));
    }

    private void take(CardMark mark) {
        if (mark.text().startsWith(BY_DEVICE)) {
            DeviceReport.parse(DeviceReport.MARKER + mark.text().substring(BY_DEVICE.length()))
                    .ifPresent(report -> take(report, mark.record()));
        }
    }

    private void take(DeviceReport report, long record) {
        switch (report.event()) {
            case "running" -> {
                end();
                settled = false;
            }
            case "idle" -> settled = true;
            case "uptime" ->
                report.value("hours")
                        .filter(hours -> NUMBER.matcher(hours).matches())
                        .ifPresent(hours -> uptime(Long.parseLong(hours), record));
            default -> {}
        }
    }

    private void uptime(long hour, long record) {
        if (!current.isEmpty() && hour != lastHour + 1) {
            end();
        }
        if (settled) {
            current.add(record);
            lastHour = hour;
        }
    }

    private void end() {
        if (current.size() > longest.size()) {
            longest = List.copyOf(current);
        }
        current = new ArrayList<>();
    }
}
