package io.brownout.fleet;

/** Thrown when the database could not do its work: its disk is full, its file is damaged, somebody else holds it for too long. */
class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
