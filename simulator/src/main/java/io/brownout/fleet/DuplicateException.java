package io.brownout.fleet;

import java.util.List;

/** Thrown when a row is to be written whose like there is already. */
final class DuplicateException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** Names the columns of which two rows cannot have the same. */
    DuplicateException(List<String> columns, Throwable cause) {
        super("\"%s\" must be unique.".formatted(String.join("\", \"", columns)), cause);
    }
}
