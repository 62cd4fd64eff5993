package io.brownout.cli;

import java.time.Duration;

/** Wall time since a moment. */
record Stopwatch(long begun) {
    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Returns the same in seconds. */
    double seconds() {
        return elapsed().toMillis() / 1000.0;
    }
}
