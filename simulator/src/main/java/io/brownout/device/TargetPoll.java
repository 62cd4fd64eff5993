package io.brownout.device;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the fleet what is wanted, one question at a time; who calls decides when, by the pause that each question returns. Figures are those of balena's supervisor. Safe for any thread.
 */
final class TargetPoll {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    /** Devices that got their power at the same moment would else ask together for ever. */
    private static final int JITTER_MILLIS = 60_000;

    private final FleetApi api;
    private final TargetStore store;
    private final Duration usual;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeviceLog log;
    private int failures;
    private @Nullable Instant lastGood;
    private String lastComplaint = "";

    /** Keeps the target of one device. */
    interface TargetStore {
        /** Returns what the fleet wants, as far as is known. */
        Optional<TargetState> ofFleet();

        /** Returns the API's mark of it. */
        Optional<String> mark();

        /** Keeps another one; {@link JsonException} if it is none, {@link IOException} if it cannot. */
        void take(String text, Optional<String> mark) throws IOException;
    }

    /**
     * Polls with a key.
     *
     * @param usual the interval, unless the fleet wants another one
     */
    TargetPoll(
            FleetApi api,
            TargetStore store,
            Duration usual,
            InstantSource clock,
            RandomGenerator random,
            DeviceLog log) {
        this.api = api;
        this.store = store;
        this.usual = usual;
        this.clock = clock;
        this.random = random;
        this.log = log;
    }

    /** Asks once; blocks. Returns how long to wait before the next question. */
    Duration ask(String uuid, String key) {
        try {
            // Without a target of its own a device has nothing that could be unchanged; and "unchanged" is also what
            // one hears that was deleted.
            Optional<String> mark = store.ofFleet().isPresent() ? store.mark() : Optional.empty();
            Optional<FleetHttp.Answer> news = api.target(uuid, key, mark);
            if (news.isPresent()) {
                store.take(news.get().body(), news.get().mark());
            }
        } catch (IOException | FleetException | JsonException e) {
            return failed(e);
        }
        return succeeded();
    }

    private synchronized Duration failed(Exception trouble) {
        failures++;
        String complaint = trouble.getClass().getSimpleName() + ": " + trouble.getMessage();
        if (!complaint.equals(lastComplaint)) {
            lastComplaint = complaint;
            log.event("target-not-fetched", "error", complaint, "then", "what runs goes on");
        }
        return Backoff.after(failures, FIRST_PAUSE, interval());
    }

    private synchronized Duration succeeded() {
        failures = 0;
        lastComplaint = "";
        lastGood = clock.instant();
        return interval().plusMillis(random.nextInt(JITTER_MILLIS));
    }

    private Duration interval() {
        return store.ofFleet()
                .flatMap(it -> it.setting("SUPERVISOR_POLL_INTERVAL"))
                .filter(millis -> millis.matches("[1-9][0-9]{0,11}"))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .orElse(usual);
    }

    /** Says whether the fleet has answered within the last two intervals; a device that has only just started is given as long. */
    synchronized boolean fresh(Instant start) {
        Instant last = lastGood == null ? start : lastGood;
        return Duration.between(last, clock.instant()).compareTo(interval().multipliedBy(2)) < 0;
    }
}
