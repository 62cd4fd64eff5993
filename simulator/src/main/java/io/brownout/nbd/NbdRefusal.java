package io.brownout.nbd;

import static java.util.Objects.requireNonNull;

/** Thrown by an {@link NbdExport} that does not do what was asked for: the request is answered with the error, and the connection goes on. */
public final class NbdRefusal extends NbdSignal {
    private final NbdError error;
    private final String reason;

    /**
     * Refuses a request.
     *
     * @param reason for a person at the client to read; sent only to clients that have asked for structured replies, which have room for it
     */
    public NbdRefusal(NbdError error, String reason) {
        super("%s: %s".formatted(error, reason));
        this.error = requireNonNull(error);
        this.reason = requireNonNull(reason);
    }

    /** Returns the error that is answered. */
    public NbdError error() {
        return error;
    }

    String reason() {
        return reason;
    }
}
