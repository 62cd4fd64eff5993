package io.brownout.explorer;

import java.util.List;

/** What a kind of card may not have kept when its power goes, though it has acknowledged it. Safe for any thread. */
public interface CardLosses {
    /**
     * Returns the pieces of which each may be lost, whatever becomes of the others, when the power goes after so many writes. Without those whose loss leaves what an earlier cut leaves as well.
     *
     * @return the numbers of the writes of each piece, ascending; the newest piece first
     */
    List<List<Long>> pieces(long writes);

    /** Names the kind of card as in a profile, and where it may lose what. */
    String described();
}
