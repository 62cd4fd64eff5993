package io.brownout.qemu;

import io.brownout.board.UsageException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a line does to the frames of one direction. Immutable.
 *
 * @param delay for how long it holds each frame up, at most ten seconds
 * @param jitter by how much more or less, evenly spread, at most the delay; frames do not overtake each other
 * @param loss which fraction of all frames never arrives, from 0 to 1
 * @param bitsPerSecond how much it carries; empty if there is no limit. What comes in faster waits in a buffer of {@link LinkSchedule#BUFFER} bytes, and what finds that full is lost
 */
public record LinkFaults(Duration delay, Duration jitter, double loss, OptionalLong bitsPerSecond) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** A line that does nothing to them. */
    public static final LinkFaults NONE = new LinkFaults(Duration.ZERO, Duration.ZERO, 0, OptionalLong.empty());

    /** Checks them; {@link UsageException} for one that no line can have. */
    public LinkFaults {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new UsageException(
                    "a link delays between 0 and %d ms, asked: %d ms".formatted(LONGEST.toMillis(), delay.toMillis()));
        }
        if (jitter.isNegative() || jitter.compareTo(delay) > 0) {
            throw new UsageException("the jitter of a link is between 0 and its delay of %d ms, asked: %d ms"
                    .formatted(delay.toMillis(), jitter.toMillis()));
        }
        if (!(loss >= 0 && loss <= 1)) {
            throw new UsageException("a link loses a fraction between 0 and 1, asked: %s".formatted(loss));
        }
        if (bitsPerSecond.isPresent() && bitsPerSecond.getAsLong() <= 0) {
            throw new UsageException(
                    "a link carries more than 0 bit/s, asked: %d".formatted(bitsPerSecond.getAsLong()));
        }
    }

    /** Returns the same with another delay, which varies by so much more or less. */
    public LinkFaults delaying(Duration each, Duration moreOrLess) {
        return new LinkFaults(each, moreOrLess, loss, bitsPerSecond);
    }

    /** Returns the same with another fraction of lost frames. */
    public LinkFaults losing(double fraction) {
        return new LinkFaults(delay, jitter, fraction, bitsPerSecond);
    }

    /** Returns the same with another limit, in bits a second. */
    public LinkFaults carrying(long bits) {
        return new LinkFaults(delay, jitter, loss, OptionalLong.of(bits));
    }
}
