package io.brownout.card;

import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** A process of its own with a card of 32 GiB, for a test that gives it little memory. */
final class LargeCardProcess {
    private static final long CARD_BYTES = 32L << 30;
    private static final long WRITTEN_BYTES = 2L << 30;

    private LargeCardProcess() {}

    /** Writes 2 GiB, in pieces of as many bytes as the second argument says, spread evenly over the card whose journal is in the folder of the first, and reads some of them back. */
    public static void main(String[] arguments) throws IOException {
        int piece = Integer.parseInt(arguments[1]);
        long pieces = WRITTEN_BYTES / piece;
        long step = CARD_BYTES / pieces;
        try (Card card = Card.blank(CARD_BYTES).journal(Path.of(arguments[0])).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (long i = 0; i < pieces; i++) {
                client.write(i * step, content(i, piece));
            }
            Random random = new Random(1);
            for (int trial = 0; trial < 1000; trial++) {
                long i = random.nextLong(pieces);
                if (!java.util.Arrays.equals(client.read(i * step, piece), content(i, piece))) {
                    throw new IllegalStateException("piece " + i + " is not what was written");
                }
            }
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf("%d MiB in use%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    private static byte[] content(long number, int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < 8; i++) {
            content[i] = (byte) ((number + 1) >>> (8 * i));
        }
        return content;
    }
}
