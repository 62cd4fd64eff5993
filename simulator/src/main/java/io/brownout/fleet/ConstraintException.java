package io.brownout.fleet;

/** Thrown when a row is to be written that the schema does not allow: a value is missing, or what it refers to is. */
final class ConstraintException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    ConstraintException(Throwable cause) {
        super("the schema does not allow it: " + cause.getMessage(), cause);
    }
}
