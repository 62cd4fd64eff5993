package io.brownout.explorer;

import io.brownout.card.CardHistory;
import io.brownout.card.StateId;

/** States that a card may be left in beside those of the cut points of its recording, each read on the test machine. Safe for any thread. */
public interface CrashStates {
    /** Returns the recording that the states are of. */
    CardHistory history();

    /** Says how many there are; they count from 0. */
    int count();

    /** Names one within the recording. */
    StateId state(int number);

    /** Names one for people. */
    String name(int number);

    /** Returns a digest of the files that one holds, see {@link Likeness#digest}. */
    String digest(int number);

    /** Says how much one looks like trouble: 0 for not at all. */
    int urgency(int number);

    /** Says what is missing of the user's files; an empty text if nothing is. */
    String loss(int number);
}
