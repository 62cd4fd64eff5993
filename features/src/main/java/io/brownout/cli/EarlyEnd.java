package io.brownout.cli;

import io.brownout.board.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A deadline that somebody may let pass before its time. Safe for any thread. */
final class EarlyEnd {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Deadline deadline;

    EarlyEnd(Duration budget) {
        // The clock of this deadline jumps to its end.
        this.deadline = Deadline.in(budget, () -> System.nanoTime() + (ended.get() ? budget.toNanos() : 0));
    }

    /** Returns what passes when the time is over, or when {@link #end} is called. */
    Deadline deadline() {
        return deadline;
    }

    /** Lets the deadline pass now. */
    void end() {
        ended.set(true);
    }
}
