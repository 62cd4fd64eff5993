package io.brownout.board;

import java.util.List;

/** Thrown when a console did not say what was expected in time. The device may be at fault, so this is evidence for a verdict, not an error of the harness. */
public final class ConsoleTimeoutException extends AssertionError {
    private final List<String> lastLines;

    /** Creates one. {@code lastLines} are the last lines seen, oldest first. */
    public ConsoleTimeoutException(String expected, Deadline deadline, String evidence, List<String> lastLines) {
        super("expected on the console: %s; not seen within %d s; console log: %s; last lines:%n%s"
                .formatted(
                        expected,
                        deadline.allowed().toSeconds(),
                        evidence,
                        lastLines.isEmpty() ? "  (nothing was said)" : indented(lastLines)));
        this.lastLines = List.copyOf(lastLines);
    }

    /** Returns the last lines seen before the deadline passed, oldest first. */
    public List<String> lastLines() {
        return lastLines;
    }

    /** Says whether the board itself said nothing: lines that the harness adds begin with {@code brownout:}. */
    public boolean silent() {
        return lastLines.stream().allMatch(line -> line.startsWith("brownout:"));
    }

    static String indented(List<String> lines) {
        return "  " + String.join(System.lineSeparator() + "  ", lines);
    }
}
