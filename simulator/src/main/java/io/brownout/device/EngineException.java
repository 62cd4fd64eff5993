package io.brownout.device;

/** Thrown when the engine does not answer or refuses; the message is one line. */
final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the message. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
