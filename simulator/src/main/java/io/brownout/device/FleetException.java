package io.brownout.device;

/** Thrown when the fleet's API answers otherwise than it was asked; the message is one line. */
final class FleetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FleetException(String message) {
        super(message);
    }
}
