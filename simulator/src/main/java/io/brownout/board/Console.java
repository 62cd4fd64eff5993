package io.brownout.board;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The serial console of a board, read line by line and in order.
 *
 * <p>The lines of all boots form one sequence. A reader's position moves forward only: two calls of {@link #expect} never see one line twice.
 */
public interface Console {
    /**
     * Waits for a line in which the pattern is found, and moves behind it.
     *
     * @throws ConsoleTimeoutException if the deadline passes first; its message shows the last lines seen
     * @throws ConsoleClosedException if the board goes off for good before such a line
     */
    MatchResult expect(Pattern pattern, Deadline deadline);

    /** Types a line into the console. Not in the virtual clock, where a key would arrive at no repeatable moment: throws {@link UsageException} there. */
    void type(String line);

    /** Returns all lines of all boots so far, without line ends. */
    List<String> lines();
}
