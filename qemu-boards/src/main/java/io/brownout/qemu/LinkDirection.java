package io.brownout.qemu;

/** A direction of a {@link NetworkLink}. */
public enum LinkDirection {
    /** From the world to the board. */
    TO_BOARD,
    /** From the board to the world. */
    FROM_BOARD
}
