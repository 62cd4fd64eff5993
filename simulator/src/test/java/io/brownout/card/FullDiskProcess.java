package io.brownout.card;

import io.brownout.board.HarnessException;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** A process of its own whose files may not grow, which is how a full disk looks to it. */
final class FullDiskProcess {
    private FullDiskProcess() {}

    /** Writes to a card until its journal has no room, and says what the card says then. */
    public static void main(String[] arguments) throws IOException {
        try (Card card = Card.of(Path.of(arguments[0]))
                .partitioned(false)
                .journal(Path.of(arguments[1]))
                .build()) {
            CardConnection connection = card.plugIn(cut -> {});
            try (NbdClient client = NbdClient.connected(connection.socket())) {
                Random random = new Random(1);
                byte[] content = new byte[65536];
                for (int i = 0; i < 1000; i++) {
                    random.nextBytes(content); // What is there already would not be kept again.
                    client.write(0, content);
                }
            } catch (IOException e) {
                System.out.println("the board sees: " + e.getMessage());
            }
            try {
                connection.close();
            } catch (HarnessException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
