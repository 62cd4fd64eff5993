package io.brownout.fleet;

/** Thrown when a request is not of the part of OData that this API knows. The message says what was expected, and where. */
final class ODataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ODataException(String message) {
        super(message);
    }
}
