package io.brownout.card;

import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.CardCut;

/** Told what a card does to the board that it is in. Called from a thread of its own; at most one of the two is called, and that at most once for each time the card is plugged in. */
@FunctionalInterface
public interface CardListener {
    /** The card has cut the power: it answers nothing any more, and the board must be killed and the connection closed. */
    void cut(CardCut cut);

    /** The card cannot go on, for example because the test machine's disk is full: the board must be killed and the connection closed, which throws what went wrong. */
    default void broke(HarnessException why) {}
}
