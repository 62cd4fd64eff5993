package io.brownout.card;

/**
 * Whether a fault can do its harm over a bus.
 *
 * @param bites whether it can
 * @param how one sentence: what it does there, or why it cannot
 */
public record Bite(boolean bites, String how) {
    static Bite yes(String how) {
        return new Bite(true, how);
    }

    static Bite no(String why) {
        return new Bite(false, why);
    }
}
