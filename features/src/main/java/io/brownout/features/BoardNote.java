package io.brownout.features;

import java.util.List;

/**
 * What a board of QEMU's is and is not, for people.
 *
 * @param board its name
 * @param what it is here
 * @param missing what of the real board is missing, or why there is no model of it
 */
public record BoardNote(String board, String what, String missing) {
    /** Returns them all, those that Brownout has no model of at the end. */
    public static List<BoardNote> all() {
        return TableFile.rows("boards.txt", "name | what it is | what is missing").stream()
                .map(row -> new BoardNote(row.get(0), row.get(1), row.get(2)))
                .toList();
    }
}
