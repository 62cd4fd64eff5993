package io.brownout.board;

import java.util.List;

/** Thrown when a board went off before its console said what was expected. */
public final class ConsoleClosedException extends AssertionError {
    /** Creates one. {@code why} says what ended the board. */
    public ConsoleClosedException(String expected, String why, String evidence, List<String> lastLines) {
        super("expected on the console: %s; but the board went off (%s); console log: %s; last lines:%n%s"
                .formatted(expected, why, evidence, ConsoleTimeoutException.indented(lastLines)));
    }
}
