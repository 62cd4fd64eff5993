package io.brownout.cli;

import io.brownout.board.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a piece of work that several machines share.
 *
 * @param number which, from 0
 * @param of how many there are
 */
record Shard(int number, int of) {
    static final Shard WHOLE = new Shard(0, 1);
    /** Nothing at all: to put together what others have done. */
    static final Shard NONE = new Shard(0, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /** Reads {@code i/n}, i from 1 to n. */
    static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int number = Integer.parseInt(matcher.group(1));
            int of = Integer.parseInt(matcher.group(2));
            if (number >= 1 && number <= of) {
                return new Shard(number - 1, of);
            }
        }
        throw new UsageException("--shard is %s, expected i/n with i from 1 to n, for example 2/4".formatted(text));
    }
}
