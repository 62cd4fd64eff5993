package io.brownout.qemu;

/** How one boot of an emulated board ended, as seen from outside. */
sealed interface Ending {
    /** The guest asked for a reset: the board goes on, from its firmware. */
    record Reset() implements Ending {}

    /** The guest switched the board off. */
    record PoweredOff(String how) implements Ending {}

    /** We killed it. */
    record Killed() implements Ending {}

    /** QEMU ended and nobody had asked it to. */
    record Died(String how) implements Ending {}
}
