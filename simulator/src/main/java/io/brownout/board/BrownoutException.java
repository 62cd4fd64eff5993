package io.brownout.board;

/**
 * The root of everything that Brownout throws on purpose.
 *
 * <p>A message says what was expected, what was seen, where the evidence lies and what to do, in one line. Two kinds matter to a caller: what the caller asked for cannot be done
 * ({@link UsageException}), and the harness could not do its own work ({@link HarnessException}). A device that misbehaves is neither: that is a verdict.
 */
public abstract sealed class BrownoutException extends RuntimeException permits UsageException, HarnessException {
    /** Creates one with its message. */
    protected BrownoutException(String message) {
        super(message);
    }

    /** Creates one with its message and what caused it. */
    protected BrownoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
