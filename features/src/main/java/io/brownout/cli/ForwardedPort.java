package io.brownout.cli;

import io.brownout.board.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a board that is to be reached at a port of this machine's loopback.
 *
 * @param here 1 to 65535
 * @param board 1 to 65535
 */
record ForwardedPort(int here, int board) {
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,5}):)?(\\d{1,5})");

    /** Reads {@code PORT} or {@code HERE:PORT}. */
    static ForwardedPort parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw refused(text);
        }
        int board = Integer.parseInt(parts.group(2));
        int here = parts.group(1) == null ? board : Integer.parseInt(parts.group(1));
        if (here < 1 || here > 65535 || board < 1 || board > 65535) {
            throw refused(text);
        }
        return new ForwardedPort(here, board);
    }

    private static UsageException refused(String text) {
        return new UsageException("--forward %s: expected PORT or HERE:PORT, each from 1 to 65535".formatted(text));
    }
}
