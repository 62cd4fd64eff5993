package io.brownout.cli;

import io.brownout.board.UsageException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions that somebody typed. */
final class Patterns {
    private Patterns() {}

    static Pattern compiled(String option, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new UsageException("%s is no regular expression: %s".formatted(option, e.getDescription()), e);
        }
    }
}
