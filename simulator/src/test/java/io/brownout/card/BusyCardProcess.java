package io.brownout.card;

import java.nio.file.Path;

/** A process of its own that serves an empty card, for tests that write to it until they kill it. */
final class BusyCardProcess {
    private BusyCardProcess() {}

    /** Keeps the journal in the folder of the first argument, says where it serves, and waits to be killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Card card = Card.blank(1 << 20).journal(Path.of(arguments[0])).build();
        System.out.println(card.plugIn(cut -> {}).socket());
        Thread.sleep(Long.MAX_VALUE);
    }
}
