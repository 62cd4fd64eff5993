package io.brownout.fleet;

import io.brownout.board.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user's devices run: one git remote, one target for all of them.
 *
 * @param owner the name of its user
 * @param name unique among those of its user
 */
public record Application(String owner, String name) {
    /** Names that are safe in a path, an address and an image's name alike. */
    private static final Pattern WORD = Pattern.compile("[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?");

    private static final Pattern REMOTE = Pattern.compile("/?([^/]+)/([^/]+?)(?:\\.git)?");

    /**
     * Checks both.
     *
     * @throws UsageException if one is none
     */
    public Application {
        if (!WORD.matcher(owner).matches() || !WORD.matcher(name).matches()) {
            throw new UsageException(
                    "expected an application such as anna/depot, in lower case letters, digits, - and _, found %s/%s"
                            .formatted(owner, name));
        }
    }

    /**
     * Reads the path of a git remote: {@code anna/depot.git}, with or without a slash before and {@code .git} behind.
     *
     * @throws UsageException if it names no application
     */
    public static Application atRemote(String path) {
        Matcher matcher = REMOTE.matcher(path);
        if (!matcher.matches()) {
            throw new UsageException("expected a git remote such as anna/depot.git, found %s".formatted(path));
        }
        return new Application(matcher.group(1), matcher.group(2));
    }

    /** Returns the path of its git remote. */
    public String remote() {
        return "%s/%s.git".formatted(owner, name);
    }

    @Override
    public String toString() {
        return "%s/%s".formatted(owner, name);
    }
}
