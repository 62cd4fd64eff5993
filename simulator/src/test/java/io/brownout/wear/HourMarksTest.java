package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardJournal;
import io.brownout.nbd.NbdClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that says itself which hours of a device's life it tells of. */
class HourMarksTest {
    @TempDir
    private Path folder;

    /** Makes a journal: each text is a note, with a write of one sector before it. */
    private CardJournal journal(String... notes) throws Exception {
        Path journal = folder.resolve("journal");
        try (Card card = Card.blank(1 << 20).journal(journal).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int number = 0; number < notes.length; number++) {
                client.write(number * 1024L, new byte[512]);
                card.mark(notes[number]);
            }
        }
        return CardJournal.open(journal);
    }

    @Test
    void what_lies_between_the_first_and_the_last_hour_after_a_device_has_settled_counts() throws Exception {
        CardJournal journal = journal(
                "device: running slot=A version=1",
                "device: uptime hours=1",
                "device: idle slot=A version=1",
                "device: uptime hours=2",
                "device: uptime hours=3",
                "When somebody does something",
                "device: uptime hours=4",
                "device: update step=begin");

        WearWeighing weighing = HourMarks.weighing(journal).orElseThrow();

        assertThat(weighing.period()).isEqualTo(Duration.ofHours(2));
        assertThat(weighing.trace().columns()).isEqualTo(2);
        assertThat(weighing.trace().commands()).isEqualTo(3);
        assertThat(weighing.trace().sector(0)).isEqualTo(4 * 2);
    }

    @Test
    void of_several_boots_the_one_with_the_most_hours_counts() throws Exception {
        CardJournal journal = journal(
                "device: idle",
                "device: uptime hours=1",
                "device: uptime hours=2",
                "device: running slot=A version=1",
                "device: uptime hours=1",
                "device: idle",
                "device: uptime hours=2",
                "device: uptime hours=3",
                "device: uptime hours=4",
                "device: uptime hours=6");

        WearWeighing weighing = HourMarks.weighing(journal).orElseThrow();

        assertThat(weighing.period()).isEqualTo(Duration.ofHours(2));
        assertThat(weighing.trace().sector(0)).isEqualTo(7 * 2);
    }

    @Test
    void a_journal_that_tells_of_no_whole_hour_has_none() throws Exception {
        CardJournal journal = journal(
                "device: uptime hours=1",
                "device: uptime hours=2",
                "device: idle",
                "device: uptime hours=3",
                "device: uptime hours=many",
                "uptime hours=4");

        assertThat(HourMarks.weighing(journal)).isEmpty();
    }

    @Test
    void a_note_between_two_sectors_of_a_command_does_not_end_the_command() throws Exception {
        Path journal = folder.resolve("noted");
        try (Card card = Card.blank(1 << 20).journal(journal).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            client.write(0, new byte[512]);
            card.mark("device: uptime hours=1");
            client.write(512, new byte[512]);
        }
        CardJournal noted = CardJournal.open(journal);

        WriteTrace trace = WriteTrace.of(noted, List.of(0L, noted.size()), Duration.ofHours(1));

        assertThat(trace.commands()).isEqualTo(1);
        assertThat(trace.sectors(0)).isEqualTo(2);
    }
}
