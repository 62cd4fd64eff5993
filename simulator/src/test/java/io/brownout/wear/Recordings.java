package io.brownout.wear;

import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardJournal;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Journals of real cards, written to over NBD. */
final class Recordings {
    private Recordings() {}

    interface Use {
        void with(Host host) throws IOException;
    }

    /** Writes by sectors; the content does not matter. */
    record Host(NbdClient client) {
        void write(long sector, int sectors) throws IOException {
            client.write(sector * 512, new byte[sectors * 512]);
        }

        void read(long sector) throws IOException {
            client.read(sector * 512, 512);
        }

        void trim(long sector, int sectors) throws IOException {
            client.perform(NbdClient.TRIM, sector * 512, sectors * 512);
        }
    }

    /** Returns the journal of a card without partitions that was used like this. */
    static CardJournal journal(Path folder, long bytes, Use use) {
        try {
            Path image = Images.sparse(folder.resolve("blank.img"), bytes);
            Path journal = folder.resolve("journal");
            try (Card card = Card.of(image).partitioned(false).journal(journal).build()) {
                try (CardConnection connection = card.plugIn(cut -> {});
                        NbdClient client = NbdClient.connected(connection.socket())) {
                    use.with(new Host(client));
                }
            }
            return CardJournal.open(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a whole journal for an hour of a device's life. */
    static WriteTrace hour(CardJournal journal) {
        return WriteTrace.of(journal, List.of(0L, journal.size()), Duration.ofHours(1));
    }
}
