package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardTest {
    @TempDir
    private Path folder;

    @Test
    void partitions_are_those_that_sfdisk_made_with_the_labels_of_their_file_systems() throws IOException {
        Path image = Images.card(folder.resolve("card.img"));

        try (Card card = Card.of(image).build()) {
            assertThat(card.sizeBytes()).isEqualTo(64 << 20);
            assertThat(card.partitions())
                    .containsExactly(
                            new Partition(1, 0x0e, true, 2048, 16384, "RESIN-BOOT"),
                            new Partition(2, 0x83, false, 18432, 16384, "resin-rootA"),
                            new Partition(3, 0x83, false, 34816, 16384, "resin-rootB"),
                            new Partition(4, 0x0f, false, 51200, 47104, "extended"),
                            new Partition(5, 0x83, false, 53248, 8192, "resin-state"),
                            new Partition(6, 0x83, false, 63488, 16384, "resin-data"));
        }
    }

    @Test
    void an_edit_with_mcopy_is_seen_by_the_fat_reader_and_leaves_the_image_alone() throws IOException {
        Path image = Images.card(folder.resolve("card.img"));
        byte[] before = Files.readAllBytes(image);
        Path config = Files.writeString(folder.resolve("config.json"), "{\"hostname\":\"pi\"}");

        try (Card card = Card.of(image).build()) {
            card.edit(raw -> Tool.run(
                    Images.MTOOLS,
                    "mcopy",
                    "-i",
                    Images.at(raw, Images.BOOT_SECTOR),
                    config.toString(),
                    "::/a config file.json"));

            FatVolume boot = FatVolume.open(card.view(), card.partition("RESIN-BOOT"));
            assertThat(boot.read("/a config file.json"))
                    .hasValueSatisfying(it -> assertThat(new String(it, UTF_8)).isEqualTo("{\"hostname\":\"pi\"}"));
            assertThat(card.usage().totalWrites()).isZero();
            Path exported = folder.resolve("exported.img");
            card.exportTo(exported);
            assertThat(Tool.run(
                            Images.MTOOLS,
                            "mtype",
                            "-i",
                            Images.at(exported, Images.BOOT_SECTOR),
                            "::/a config file.json"))
                    .isEqualTo("{\"hostname\":\"pi\"}");
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
    }
}
