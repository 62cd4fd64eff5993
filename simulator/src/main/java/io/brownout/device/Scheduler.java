package io.brownout.device;

import java.time.Duration;

/** Runs something later. What it runs may block on the network. */
interface Scheduler {
    /** Runs it once, so much later by the scheduler's own clock, on whatever thread. */
    void after(Duration pause, Runnable task);
}
