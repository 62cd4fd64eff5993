package io.brownout.device;

/** Thrown for a text that is no JSON. */
final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonException(String message) {
        super(message);
    }
}
