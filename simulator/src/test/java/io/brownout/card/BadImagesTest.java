package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.testing.Images;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadImagesTest {
    @TempDir
    private Path folder;

    private static void assertRefused(ThrowingCallable building, String... parts) {
        assertThatThrownBy(building)
                .isInstanceOf(UsageException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(parts));
    }

    @Test
    void no_file_and_a_folder_are_refused() {
        assertRefused(() -> Card.of(folder.resolve("missing.img")).build(), "missing.img", "found nothing");
        assertRefused(() -> Card.of(folder).build(), "no regular file");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        Path image = Files.createFile(folder.resolve("empty.img"));

        assertRefused(() -> Card.of(image).build(), "empty.img", "empty");
    }

    @Test
    void a_file_that_is_no_multiple_of_a_sector_is_refused() throws IOException {
        Path image = Files.writeString(folder.resolve("text.img"), "no image");

        assertRefused(() -> Card.of(image).build(), "8 bytes", "512");
    }

    @Test
    void an_image_without_partitions_is_refused_unless_that_is_asked_for() throws IOException {
        Path image = Images.sparse(folder.resolve("zero.img"), 1 << 20);

        assertRefused(() -> Card.of(image).build(), "zero.img", "master boot record");
        Card.of(image).partitioned(false).build().close();
    }

    @Test
    void a_truncated_image_is_refused_with_the_partition_that_is_cut_off() throws IOException {
        Path image = Images.card(folder.resolve("card.img"));
        try (RandomAccessFile raw = new RandomAccessFile(image.toFile(), "rw")) {
            raw.setLength(20 << 20);
        }

        assertRefused(() -> Card.of(image).build(), "truncated", "partition 3", "20971520");
    }

    @Test
    void a_card_smaller_than_its_image_is_refused() throws IOException {
        Path image = Images.card(folder.resolve("card.img"));

        assertRefused(() -> Card.of(image).size(32 << 20).build(), "too small", "33554432", "50331648");
    }

    @Test
    void a_card_of_any_larger_size_has_a_power_of_two() throws IOException {
        Path image = Images.card(folder.resolve("card.img"));

        try (Card card = Card.of(image).size(100_000_000).build()) {
            assertThat(card.sizeBytes()).isEqualTo(1 << 27);
        }
        assertThat(Files.size(image)).isEqualTo(48 << 20);
    }

    @Test
    void a_folder_that_holds_no_journal_or_a_torn_one_is_refused() throws IOException {
        assertRefused(() -> CardJournal.open(folder), "records.bin");
        Files.write(folder.resolve("records.bin"), new byte[100]);
        assertRefused(() -> CardJournal.open(folder), "cut off");
        Files.write(folder.resolve("records.bin"), new byte[5000]);
        assertRefused(() -> CardJournal.open(folder), "journal");
    }
}
