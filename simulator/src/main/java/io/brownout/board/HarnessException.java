package io.brownout.board;

/** Thrown when the harness itself could not do its work: QEMU died at start, the disk is full. Never a verdict on the device. Exit code 3. */
public non-sealed class HarnessException extends BrownoutException {
    /** Creates one with its one-line message. */
    public HarnessException(String message) {
        super(message);
    }

    /** Creates one with its one-line message and what caused it. */
    public HarnessException(String message, Throwable cause) {
        super(message, cause);
    }
}
