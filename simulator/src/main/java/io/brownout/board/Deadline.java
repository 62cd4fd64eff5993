package io.brownout.board;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A moment on the monotonic clock by which something must have happened.
 *
 * <p>Passed down through every wait of one act, so that nested waits share it instead of each starting anew. Immutable and safe for any thread.
 */
public final class Deadline {
    private final LongSupplier nanoTime;
    private final long start;
    private final Duration allowed;

    private Deadline(LongSupplier nanoTime, Duration allowed) {
        if (allowed.isNegative()) {
            throw new IllegalArgumentException("a deadline lies " + allowed + " ahead, expected zero or more");
        }
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.allowed = allowed;
    }

    /** Sets a deadline that lies the given time ahead. */
    public static Deadline in(Duration allowed) {
        return new Deadline(System::nanoTime, allowed);
    }

    /** Sets a deadline on a clock of the caller's, in nanoseconds; for tests. */
    public static Deadline in(Duration allowed, LongSupplier nanoTime) {
        return new Deadline(nanoTime, allowed);
    }

    /** Says how long was allowed when the deadline was set. */
    public Duration allowed() {
        return allowed;
    }

    /** Says how long is left; zero once it has passed. */
    public Duration left() {
        Duration left = allowed.minusNanos(nanoTime.getAsLong() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Says whether it has passed. */
    public boolean passed() {
        return left().isZero();
    }

    /** Says how many nanoseconds are left, for the waits of {@code java.util.concurrent}. */
    public long leftNanos() {
        return left().toNanos();
    }

    /** Returns the earlier of this one and one that lies the given time ahead. */
    public Deadline atMost(Duration other) {
        return other.compareTo(left()) < 0 ? new Deadline(nanoTime, other) : this;
    }

    @Override
    public String toString() {
        return TimeUnit.NANOSECONDS.toSeconds(leftNanos()) + " s left of " + allowed.toSeconds() + " s";
    }
}
