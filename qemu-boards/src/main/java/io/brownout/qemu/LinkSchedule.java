package io.brownout.qemu;

import java.util.SplittableRandom;

/**
 * Decides what becomes of each frame in one direction of a link, and when. It knows no clock and no socket: times are what its caller says, in nanoseconds. Two schedules of one seed decide the same of the same frames. One thread at a
 * time.
 */
final class LinkSchedule {
    /** How many bytes wait for a line that is slower than what comes in: about a quarter of a second at 2 Mbit/s. */
    static final int BUFFER = 64 * 1024;

    /** What becomes of a frame. */
    sealed interface Fate {
        /** It is passed on at this time. */
        record Passes(long at) implements Fate {}

        /** It is gone. */
        enum Dropped implements Fate {
            LOST,
            OVERFLOWED,
            CUT
        }
    }

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BITS = 8;

    private final SplittableRandom random;
    private LinkFaults faults = LinkFaults.NONE;
    private long allowance = Long.MAX_VALUE;
    private long lineFreeAt = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    LinkSchedule(long seed) {
        this.random = new SplittableRandom(seed);
    }

    LinkFaults faults() {
        return faults;
    }

    /** From now on this is what it does; the frames that are on their way arrive as decided. */
    void become(LinkFaults changed) {
        faults = changed;
    }

    /** Passes so many bytes on, and nothing from the first frame on that would exceed them. */
    void cutAfter(long bytes) {
        allowance = bytes;
    }

    /** Undoes a cut, or the plan for one. */
    void mend() {
        allowance = Long.MAX_VALUE;
    }

    Fate decide(long now, int bytes) {
        // Both are drawn for each frame: what one of them is does not move what the other will be.
        boolean lost = random.nextDouble() < faults.loss();
        double deviation = 2 * random.nextDouble() - 1;
        if (allowance < bytes) {
            allowance = 0;
            return Fate.Dropped.CUT;
        }
        if (lost) {
            return Fate.Dropped.LOST;
        }
        long sent = sent(now, bytes);
        if (sent == Long.MAX_VALUE) {
            return Fate.Dropped.OVERFLOWED;
        }
        if (allowance != Long.MAX_VALUE) {
            allowance -= bytes;
        }
        long held =
                faults.delay().toNanos() + (long) (deviation * faults.jitter().toNanos());
        last = Math.max(last, sent + held);
        return new Fate.Passes(last);
    }

    /** When the last bit of it is on the line; never, if its buffer is full. */
    private long sent(long now, int bytes) {
        if (faults.bitsPerSecond().isEmpty()) {
            return now;
        }
        double bits = faults.bitsPerSecond().getAsLong();
        long free = Math.max(now, lineFreeAt);
        double waiting = (free - now) * bits / BITS / NANOS_PER_SECOND;
        if (waiting + bytes > BUFFER) {
            return Long.MAX_VALUE;
        }
        lineFreeAt = free + (long) (bytes * BITS * NANOS_PER_SECOND / bits);
        return lineFreeAt;
    }
}
