package io.brownout.device;

import java.time.Duration;
import java.util.function.Supplier;

/** A thread that does one thing again and again: at once, after the pause that each turn returns, and whenever it is woken. */
final class Repeater implements AutoCloseable {
    private static final Duration AFTER_A_MISTAKE = Duration.ofMinutes(1);

    private final Supplier<Duration> turn;
    private final DeviceLog log;
    private final Thread thread;
    private boolean closed;
    private boolean woken;

    private Repeater(String name, Supplier<Duration> turn, DeviceLog log) {
        this.turn = turn;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Starts the thread. */
    static Repeater start(String name, Supplier<Duration> turn, DeviceLog log) {
        Repeater repeater = new Repeater(name, turn, log);
        repeater.thread.start();
        return repeater;
    }

    /** Has the next turn begin at once, or right after the one that goes on. Any thread; does not block. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        Duration pause;
        do {
            try {
                pause = turn.get();
            } catch (RuntimeException e) {
                log.event("turn-failed", "of", thread.getName(), "error", e);
                pause = AFTER_A_MISTAKE;
            }
        } while (paused(pause));
    }

    private synchronized boolean paused(Duration pause) {
        long begin = System.nanoTime();
        try {
            while (!closed && !woken) {
                long left = pause.toNanos() - (System.nanoTime() - begin);
                if (left <= 0) {
                    break;
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            return false; // By close().
        }
        woken = false;
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt(); // A request on its way ends here.
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
