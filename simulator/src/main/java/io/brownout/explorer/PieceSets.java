package io.brownout.explorer;

import java.util.BitSet;

/**
 * The sets of pieces that may be missing at one cut point: every set that is not empty where there are few pieces; else each single piece, and each run of newest ones.
 *
 * @param pieces how many there are, the newest first
 */
record PieceSets(int pieces) {
    /** Up to so many pieces every set of them is taken: 1,023. */
    static final int MOST = 10;

    /** Says whether not every set is taken. */
    boolean bounded() {
        return pieces > MOST;
    }

    /** Says how many are taken. */
    int count() {
        return bounded() ? 2 * pieces - 1 : (1 << pieces) - 1;
    }

    /** Returns one of them, by its number from 0: which pieces are missing. */
    BitSet get(int number) {
        if (!bounded()) {
            return BitSet.valueOf(new long[] {number + 1L});
        }
        BitSet missing = new BitSet(pieces);
        if (number < pieces) {
            missing.set(number);
        } else {
            missing.set(0, number - pieces + 2);
        }
        return missing;
    }
}
