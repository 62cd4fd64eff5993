package io.brownout.card;

import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own with a card in it, for tests that kill it. */
final class CardProcess {
    private CardProcess() {}

    /** Serves the image of the first argument with the journal of the second, writes to it, says so, and waits to be killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Card card = Card.of(Path.of(arguments[0]))
                .partitioned(false)
                .journal(Path.of(arguments[1]))
                .build();
        CardConnection connection = card.plugIn(cut -> {});
        Card temporary = Card.of(Path.of(arguments[0])).partitioned(false).build();
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < 100; i++) {
                client.writeText(i * 512L, "write " + i);
            }
        }
        System.out.println(temporary.journal().folder());
        Thread.sleep(Long.MAX_VALUE);
    }
}
