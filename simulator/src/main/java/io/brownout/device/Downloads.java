package io.brownout.device;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The images that are being fetched, and those whose next try is not due yet: after a failure 15 s, doubled each time, at most a quarter of an hour. Safe for any thread.
 */
final class Downloads {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Engine engine;
    private final InstantSource clock;
    private final DeviceLog log;
    private final Map<String, Integer> percents = new HashMap<>();
    private final Map<String, Failures> failures = new HashMap<>();
    private Optional<RegistryLogin> login = Optional.empty();

    private record Failures(int count, long nextMillis) {}

    Downloads(Engine engine, InstantSource clock, DeviceLog log) {
        this.engine = engine;
        this.clock = clock;
        this.log = log;
    }

    /** Shows this login from now on, to its own registry only. */
    synchronized void login(RegistryLogin login) {
        this.login = Optional.of(login);
    }

    /** Begins to fetch an image; does nothing if it is at it or waits. Does not block. */
    void begin(String reference) {
        Optional<RegistryLogin> shown;
        synchronized (this) {
            if (busy().contains(reference)) {
                return;
            }
            percents.put(reference, 0);
            shown = login.filter(it -> it.fits(reference));
        }
        engine.pull(reference, shown, new Engine.PullListener() {
            @Override
            public void progress(int percent) {
                at(reference, percent);
            }

            @Override
            public void ended(Optional<String> failure) {
                over(reference, failure);
            }
        });
        log.event("image-fetching", "image", reference);
    }

    private synchronized void at(String reference, int percent) {
        percents.replace(reference, percent);
    }

    private synchronized void over(String reference, Optional<String> failure) {
        percents.remove(reference);
        if (failure.isEmpty()) {
            failures.remove(reference);
            log.event("image-fetched", "image", reference);
            return;
        }
        Failures before = failures.get(reference);
        int count = before == null ? 1 : before.count() + 1;
        Duration pause = Backoff.after(count, FIRST_PAUSE, LONGEST_PAUSE);
        failures.put(reference, new Failures(count, clock.millis() + pause.toMillis()));
        log.event("image-fetch-failed", "image", reference, "error", failure.get(), "next", pause.toSeconds() + "s");
    }

    /** Returns what is being fetched or waits for its next try. */
    synchronized Set<String> busy() {
        Set<String> busy = new HashSet<>(percents.keySet());
        long now = clock.millis();
        failures.forEach((reference, it) -> {
            if (it.nextMillis() > now) {
                busy.add(reference);
            }
        });
        return busy;
    }

    /** Returns how much of an image is there, 0 to 100; empty if it is not being fetched. */
    synchronized OptionalInt percent(String reference) {
        Integer percent = percents.get(reference);
        return percent == null ? OptionalInt.empty() : OptionalInt.of(percent);
    }

    /** Has every image tried again at once. */
    synchronized void retry() {
        failures.clear();
    }
}
