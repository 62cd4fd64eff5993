package io.brownout.device;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The thread of one real device that calls its keeper: at once, whenever it is woken, and every ten seconds; after failures with growing pauses. Simulated devices share a scheduler instead.
 */
final class AppLoop implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /** The engine tells of a death before its own list of containers knows of it; and an app that dies all the time must not keep an emulated CPU busy. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    /** Longer than any single call to the engine may take. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final AppKeeper keeper;
    private final DeviceLog log;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private boolean closed;
    private boolean woken;
    private long wokenAt;
    private long lastBeat;

    private AppLoop(AppKeeper keeper, DeviceLog log, LongSupplier nanoTime) {
        this.keeper = keeper;
        this.log = log;
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name("app-loop").unstarted(this::run);
    }

    /** Starts the thread. */
    static AppLoop start(AppKeeper keeper, DeviceLog log, LongSupplier nanoTime) {
        AppLoop loop = new AppLoop(keeper, log, nanoTime);
        loop.thread.start();
        return loop;
    }

    /** Has the next pass begin soon. Any thread; does not block. */
    synchronized void wake() {
        if (!woken) {
            woken = true;
            wokenAt = System.nanoTime();
            notifyAll();
        }
    }

    /** Says what is wrong with the loop; empty if it lives. Any thread. */
    synchronized Optional<String> trouble() {
        Duration silence = Duration.ofNanos(nanoTime.getAsLong() - lastBeat);
        if (!thread.isAlive()) {
            return Optional.of("the app loop has ended");
        }
        if (silence.compareTo(LONGEST_SILENCE) > 0) {
            return Optional.of("the app loop has not moved for " + silence.toSeconds() + " s");
        }
        return Optional.empty();
    }

    private synchronized void beat() {
        lastBeat = nanoTime.getAsLong();
    }

    private void run() {
        int failures = 0;
        do {
            beat();
            AppKeeper.Outcome outcome;
            try {
                outcome = keeper.pass(this::beat);
            } catch (RuntimeException e) {
                log.event("pass-failed", "error", e);
                outcome = AppKeeper.Outcome.FAILED;
            }
            failures = outcome == AppKeeper.Outcome.FAILED ? failures + 1 : 0;
        } while (paused(failures == 0 ? INTERVAL : Backoff.after(failures, SHORTEST_PAUSE, LONGEST_PAUSE)));
    }

    private synchronized boolean paused(Duration pause) {
        long begin = System.nanoTime();
        try {
            while (!closed) {
                long left = woken
                        ? SHORTEST_PAUSE.toNanos() - (System.nanoTime() - wokenAt)
                        : pause.toNanos() - (System.nanoTime() - begin);
                if (left <= 0) {
                    woken = false;
                    return true;
                }
                lastBeat = nanoTime.getAsLong();
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt(); // A call to the engine ends here.
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
