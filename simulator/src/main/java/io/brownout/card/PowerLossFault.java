package io.brownout.card;

/** A fault that shows when the power goes: it decides what is then not as it was acknowledged. */
sealed interface PowerLossFault extends CardFault permits Window, TornCommand, TornPage, PairedPage, UnitGarbage {
    /** Does its harm. Called once for each loss of power, with the card's lock held: must not block. Faults of one profile share the damage; what one has lost cannot be read by another. */
    void strike(PowerLoss loss, Damage damage);
}
