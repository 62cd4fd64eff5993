package io.brownout.explorer;

import io.brownout.card.Card;
import io.brownout.card.StateId;

/** Something that starts a device from a card. Called by several threads at once, each with a card of its own. */
@FunctionalInterface
public interface Trial {
    /**
     * Runs a device from its power-on until it has settled, and takes its power away. Blocks for as long as that takes. Must depend on nothing but the card's content.
     *
     * @param state the name of what the card holds
     * @throws io.brownout.board.HarnessException if the device could not be run; a device that fails is a verdict, not an exception
     */
    Life run(Card card, StateId state) throws InterruptedException;
}
