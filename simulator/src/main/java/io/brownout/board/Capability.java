package io.brownout.board;

/** What a scenario may ask of a board. A board that lacks one skips the scenario, and the skip says which. */
public enum Capability {
    /** Its power can be switched and cut by the harness. */
    POWER,
    /** Its console can be read. */
    CONSOLE,
    /** Every request to its card is seen, and what survives a cut is decided here. */
    GLASS_CARD,
    /** Its clock can be virtual and its runs identical to the byte. */
    DETERMINISTIC,
    /** A peer on the test machine can reach it over a network. */
    NETWORK,
    /** Its card receives flushes as the guest sends them. */
    FLUSHES
}
