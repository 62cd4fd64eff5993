package io.brownout.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The digests that a release brings of every file of its root, in {@code resinos.fingerprint}: lines of {@code md5sum}.
 *
 * @param card holds the root
 * @param label of the root's partition
 * @param lines of the list
 */
record Fingerprint(CardContents card, String label, List<String> lines) {
    private static final String LIST = "/resinos.fingerprint";
    private static final int DIGEST = 32;
    /** A system is made of more; a list of less is none. */
    private static final int FEWEST = 100;

    /** Reads the list. */
    static Fingerprint of(CardContents card, String label) {
        List<String> lines = card.file(label, LIST)
                .map(it -> new String(it, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
        return new Fingerprint(card, label, lines);
    }

    /** Names each file that is missing or another. */
    List<String> differences() {
        if (lines.size() < FEWEST) {
            return List.of(
                    "%s on %s names %d files, a system has at least %d".formatted(LIST, label, lines.size(), FEWEST));
        }
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            String path = line.substring(DIGEST + 2).replaceFirst("^\\.", "");
            String seen = card.file(label, path).map(Fingerprint::md5).orElse("no file");
            if (!seen.equals(line.substring(0, DIGEST))) {
                found.add("%s: expected %s, seen %s".formatted(path, line.substring(0, DIGEST), seen));
            }
        }
        return found;
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
