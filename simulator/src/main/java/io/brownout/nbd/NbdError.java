package io.brownout.nbd;

/** An error that an answer can carry; "Error values" of the specification, which allows no other. */
public enum NbdError {
    /** The export may not be changed. */
    EPERM(1),
    /** The medium could not do it. */
    EIO(5),
    /** The server has not enough memory; it should have. */
    ENOMEM(12),
    /** The request is none that could be done. */
    EINVAL(22),
    /** There is no room for what was to be written. */
    ENOSPC(28),
    /** An unfragmented read is too long. */
    EOVERFLOW(75),
    /** A fast zeroing would not be fast. */
    ENOTSUP(95),
    /** The server is about to end. */
    ESHUTDOWN(108);

    private final int value;

    NbdError(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }
}
