package io.brownout.card;

/** A fault that shows while the card has power: it decides what becomes of each request. */
sealed interface LiveFault extends CardFault
        permits Slow, StuckBusy, EraseNoop, ProgramNoop, ReadFlaky, FullSpare, ReadOnly, Dead {
    /** Begins its course in a card, whose seed decides every draw. */
    Course begin(long seed);

    /** What a fault remembers of the requests to a card, over every loss of power, and makes of the next one. Called with the card's lock held: must not block. */
    @FunctionalInterface
    interface Course {
        /** Decides what becomes of a request, and notes it. */
        Reaction react(LiveRequest request);
    }
}
