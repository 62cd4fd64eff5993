package io.brownout.device;

import java.time.Duration;

/** How long to wait after so many failures in a row: doubled each time, up to a limit. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private Backoff() {}

    /** Returns the pause after the first, second, … failure. */
    static Duration after(int failures, Duration first, Duration most) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(most) < 0 ? pause : most;
    }
}
