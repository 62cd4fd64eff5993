package io.brownout.board;

/** Thrown when what was asked for cannot be done: an unknown board, an image that is not one, a port in use. Exit code 2. */
public non-sealed class UsageException extends BrownoutException {
    /** Creates one with its one-line message. */
    public UsageException(String message) {
        super(message);
    }

    /** Creates one with its one-line message and what caused it. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
