package io.brownout.board;

import java.util.Optional;

/** The slot that a board's card sits in. Cards are changed with the power off only: otherwise {@link UsageException}. */
public interface CardSlot {
    /** Returns the card in the slot. */
    Optional<CardMedium> card();

    /** Puts a card into the empty slot. */
    void insert(CardMedium card);

    /** Takes the card out. */
    CardMedium eject();
}
