package io.brownout.wear;

import java.util.List;

/**
 * A flash translation layer at work: it takes the writes of a host and counts what becomes of them on the flash. Which of the three a given card has nobody outside its vendor knows; the truth lies between them.
 *
 * <p>Begins with a card that has been written in full once, so that nothing of it is free but the spare units: without TRIM, which a Pi's SD driver does not send, every card in the field gets there. Deterministic. Not safe
 * for threads.
 */
public sealed interface TranslationModel permits PageMap, BlockMap, HybridMap {
    /** Names it as reports do. */
    String name();

    /**
     * Takes a write command; sectors of 512 bytes.
     *
     * @return whether it was taken: false from the end of the card's life on, when too many units have failed
     */
    boolean write(long sector, long sectors);

    /** Is told that the host no longer needs sectors. Pages that are covered in part only stay. */
    void trim(long sector, long sectors);

    /** Says how many bytes the host has written. */
    long hostBytes();

    /** Says how many bytes have been programmed into flash of any kind. */
    default long flashBytes() {
        return pools().stream().mapToLong(PoolWear::programmedBytes).sum();
    }

    /** Says how many bytes were programmed for each that the host wrote; not a number before the first. */
    default double writeAmplification() {
        return (double) flashBytes() / hostBytes();
    }

    /** Returns what each kind of flash has suffered until now. */
    List<PoolWear> pools();
}
