package io.brownout.device;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the fleet what has changed since it was last told, two levels deep: members that differ, and of {@code apps} those apps that do. At most once in ten seconds, and of mere measurements once in five
 * minutes. Who calls decides when, by the pause that each report returns. Figures are those of balena's supervisor. For one thread.
 */
final class StateReporter {
    static final Set<String> MEASUREMENTS = Set.of(
            "memory_usage",
            "memory_total",
            "storage_usage",
            "storage_total",
            "storage_block_device",
            "cpu_usage",
            "cpu_temp",
            "cpu_id",
            "is_undervolted");
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_MEASUREMENTS = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);

    private final FleetApi api;
    private final Duration longestPause;
    private final InstantSource clock;
    private final Memory memory;
    private final DeviceLog log;
    private Json.@Nullable Members told;
    private @Nullable Instant lastReport;
    private @Nullable Instant lastMeasurements;
    private int failures;

    /** Where the last report is kept: in RAM, so that a supervisor that starts again does not repeat it and a device that does, does. */
    interface Memory {
        /** Returns what was told; empty if nothing is known. */
        Optional<Json> recall();

        /** Keeps it; a memory that cannot has it told once more. */
        void keep(Json told);
    }

    /** Reports with a key. */
    StateReporter(FleetApi api, Duration longestPause, InstantSource clock, Memory memory, DeviceLog log) {
        this.api = api;
        this.longestPause = longestPause;
        this.clock = clock;
        this.memory = memory;
        this.log = log;
    }

    /**
     * Tells what has changed, if something has and it is time; blocks. Returns how long to wait before the next call.
     *
     * @param now the whole state
     */
    Duration report(String uuid, String key, Json.Members now) {
        Instant time = clock.instant();
        boolean measure = elapsed(lastMeasurements, time, BETWEEN_MEASUREMENTS);
        Json.Members news = difference(told(), now, measure);
        if (news.members().isEmpty()) {
            return BETWEEN_REPORTS;
        }
        if (!elapsed(lastReport, time, BETWEEN_REPORTS)) {
            return BETWEEN_REPORTS.minus(Duration.between(lastReport, time));
        }
        Optional<String> retryAfter = Optional.empty();
        String trouble;
        try {
            FleetHttp.Answer answer = api.report(uuid, key, news);
            if (answer.ok()) {
                succeeded(news, time, measure);
                return BETWEEN_REPORTS;
            }
            retryAfter = answer.retryAfter();
            trouble = "the API said " + answer.said();
        } catch (IOException e) {
            trouble = e.toString();
        }
        failures++;
        if (failures == 1) {
            log.event("state-not-reported", "error", trouble);
        }
        Duration pause = Backoff.after(failures, FIRST_PAUSE, longestPause);
        return retryAfter
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .filter(asked -> asked.compareTo(pause) > 0)
                .orElse(pause);
    }

    /** Says whether the fleet knows all but measurements. */
    boolean hasTold(Json.Members now) {
        return difference(told(), now, false).members().isEmpty();
    }

    private void succeeded(Json.Members news, Instant time, boolean measured) {
        Map<String, Json> all = new LinkedHashMap<>(told().members());
        news.members().forEach((name, value) -> all.merge(name, value, StateReporter::merged));
        told = new Json.Members(all);
        memory.keep(told);
        failures = 0;
        lastReport = time;
        if (measured) {
            lastMeasurements = time;
        }
    }

    private static Json merged(Json old, Json value) {
        if (!(old instanceof Json.Members) || !(value instanceof Json.Members)) {
            return value;
        }
        Map<String, Json> all = new LinkedHashMap<>(old.members());
        all.putAll(value.members());
        return new Json.Members(all);
    }

    private Json.Members told() {
        if (told == null) {
            told = memory.recall()
                    .filter(Json.Members.class::isInstance)
                    .map(Json.Members.class::cast)
                    .orElse(Json.object());
        }
        return told;
    }

    private static boolean elapsed(@Nullable Instant since, Instant now, Duration time) {
        return since == null || Duration.between(since, now).compareTo(time) >= 0;
    }

    private static Json.Members difference(Json.Members before, Json.Members now, boolean measure) {
        Map<String, Json> news = new LinkedHashMap<>();
        now.members().forEach((name, value) -> {
            Json old = before.members().get(name);
            if (value.equals(old) || (MEASUREMENTS.contains(name) && !measure)) {
                return;
            }
            if (old instanceof Json.Members && value instanceof Json.Members) {
                Map<String, Json> changed = new LinkedHashMap<>(value.members());
                changed.entrySet()
                        .removeIf(it -> it.getValue().equals(old.members().get(it.getKey())));
                if (!changed.isEmpty()) {
                    news.put(name, new Json.Members(changed));
                }
            } else {
                news.put(name, value);
            }
        });
        return new Json.Members(news);
    }
}
