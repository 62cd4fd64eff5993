package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.explorer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording of a run, when its folder goes from machine to machine. */
class RecordedCardTest {
    private static final Duration UPDATE = Duration.ofSeconds(93);
    private static final int BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private Path image;
    private Path run;
    private byte[] end;

    @BeforeEach
    void record() throws IOException {
        image = Files.write(folder.resolve("card.img"), filled(1));
        run = Files.createDirectory(folder.resolve("run"));
        end = filled(3);
        try (Card settling = Card.of(image)
                        .partitioned(false)
                        .journal(run.resolve("journals/settling"))
                        .build();
                Card recording = settling.fork("recording", run.resolve("journals/recording"))) {
            recording.edit(raw -> Files.write(raw, end));
            of(recording.history()).keepIn(run);
        }
    }

    private static byte[] filled(int value) {
        byte[] content = new byte[BYTES];
        Arrays.fill(content, (byte) value);
        return content;
    }

    private static RecordedCard of(CardHistory history) {
        Subject subject = new Subject(
                "raspi3b",
                true,
                1,
                new TreeMap<>(Map.of("a:1", "sha256:00")),
                "a:1",
                "a:2",
                "settles",
                0,
                history.writes(),
                history.journal().fingerprint());
        return new RecordedCard(subject, history, UPDATE);
    }

    private static void assertWhole(RecordedCard opened, byte[] end) {
        assertThat(opened.history().view(opened.history().last()).read(0, BYTES / 512))
                .isEqualTo(end);
    }

    @Test
    void a_run_folder_that_is_moved_to_another_machine_opens_there() throws IOException {
        Path moved = Files.move(run, folder.resolve("moved"));
        Path theirs = Files.move(image, folder.resolve("theirs.img"));

        assertWhole(RecordedCard.open(moved, theirs), end);
        assertThat(RecordedCard.open(moved, theirs).update()).isEqualTo(UPDATE);
        assertThat(moved.resolve(RecordedCard.FILE)).content().doesNotContain(folder.toString());
    }

    @Test
    void a_run_that_has_gone_on_with_it_needs_the_first_one_no_more() throws IOException {
        Path second = Files.createDirectory(folder.resolve("second"));
        RecordedCard.open(run, image).keepIn(second);
        Files.move(run, folder.resolve("away"));

        Path moved = Files.move(second, folder.resolve("elsewhere"));
        assertWhole(RecordedCard.open(moved, image), end);
    }

    @Test
    void another_image_is_refused() throws IOException {
        Path other = Files.write(folder.resolve("other.img"), filled(2));

        assertThatThrownBy(() -> RecordedCard.open(run, other))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("digest", other.toString());
    }

    @Test
    void a_recording_without_its_journal_says_what_to_copy() throws IOException {
        Path alone = Files.createDirectory(folder.resolve("alone"));
        Files.copy(run.resolve(RecordedCard.FILE), alone.resolve(RecordedCard.FILE));

        assertThatThrownBy(() -> RecordedCard.open(alone, image))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(alone.resolve("journals/recording").toString(), "copy the folder", "--from");
    }
}
