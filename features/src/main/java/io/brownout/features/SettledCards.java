package io.brownout.features;

import io.brownout.card.Card;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The cards of devices that have been in use: booted once from a new card until nothing was pending, so that the data partition has grown and keys exist, then unplugged.
 *
 * <p>Made once for each image and board of a run, by the first scenario that needs it; every scenario works on its own copy-on-write fork. Safe for any thread.
 */
public final class SettledCards implements AutoCloseable {
    private final Map<String, Card> cards = new ConcurrentHashMap<>();

    /** Creates the store, empty. */
    public SettledCards() {}

    /** Returns the card of this key, which the supplier makes the first time; whoever else asks for it meanwhile waits. */
    Card settled(String key, Supplier<Card> settle) {
        return cards.computeIfAbsent(key, absent -> settle.get());
    }

    @Override
    public void close() {
        cards.values().forEach(Card::close);
    }
}
