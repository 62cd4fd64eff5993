package io.brownout.card;

import org.jspecify.annotations.Nullable;

/** Waits for a journal to have a number of records. Safe for any thread; costs a request one comparison. */
final class RequestWatch {
    private static final long NEVER = Long.MAX_VALUE;

    private volatile long records = NEVER;
    private @Nullable Runnable action;

    /** Asks for an action, in the place of an earlier one. */
    synchronized void set(long count, Runnable wanted) {
        action = wanted;
        records = count;
    }

    /** A request has been done and is about to be answered, and the journal has so many records now. */
    void asked(long now) {
        if (now >= records) {
            fire();
        }
    }

    private void fire() {
        Runnable due;
        synchronized (this) {
            due = action;
            action = null;
            records = NEVER;
        }
        if (due != null) {
            due.run();
        }
    }
}
