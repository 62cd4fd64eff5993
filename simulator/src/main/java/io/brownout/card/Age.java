package io.brownout.card;

/** How much boards have asked a card to program since its journal began: what wears it. */
final class Age {
    private long bytes;

    long bytes() {
        return bytes;
    }

    /** Counts a request; returns how old the card is with it. */
    long grownBy(LiveRequest request) {
        bytes += request.programmed();
        return bytes;
    }
}
