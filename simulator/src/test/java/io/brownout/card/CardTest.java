package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.EventSource;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.CardActivity;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.UsageException;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardTest {
    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = Images.card(folder.resolve("card.img"));
    }

    private static void whilePluggedIn(Card card, Use use) throws IOException {
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            use.with(client);
        }
    }

    private interface Use {
        void with(NbdClient client) throws IOException;
    }

    @Test
    void partitions_are_those_that_sfdisk_reads_with_the_labels_of_their_file_systems() {
        Pattern line = Pattern.compile("card\\.img(\\d+) : start= *(\\d+), size= *(\\d+), type=(\\w+)(, bootable)?");
        List<String> expected = line.matcher(Tool.run(Images.FDISK, "sfdisk", "--dump", image.toString()))
                .results()
                .map(it -> "%s %s %s %s %s"
                        .formatted(it.group(1), it.group(2), it.group(3), it.group(4), it.group(5) != null))
                .toList();

        try (Card card = Card.of(image).build()) {
            assertThat(card.sizeBytes()).isEqualTo(64 << 20);
            assertThat(card.partitions())
                    .extracting(it -> "%d %d %d %x %s"
                            .formatted(it.number(), it.firstSector(), it.sectors(), it.type(), it.active()))
                    .isEqualTo(expected)
                    .hasSize(6);
            assertThat(card.partitions())
                    .extracting(Partition::label)
                    .containsExactly(
                            "RESIN-BOOT", "resin-rootA", "resin-rootB", "extended", "resin-state", "resin-data");
        }
    }

    @Test
    void a_partition_is_found_by_its_role_as_the_image_says_whatever_its_label() {
        PartitionRoles swapped = new PartitionRoles(Map.of(PartitionRole.STATE, 6, PartitionRole.DATA, 5));
        try (Card usual = Card.of(image).build();
                Card card = Card.of(image).roles(swapped).build();
                Card copy = card.fork("copy", folder.resolve("copy"))) {
            assertThat(usual.partition(PartitionRole.STATE).label()).isEqualTo("resin-state");
            assertThat(copy.partition(PartitionRole.STATE).label()).isEqualTo("resin-data");
            assertThatThrownBy(() -> copy.partition(PartitionRole.BOOT))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("expected a partition for BOOT");
        }
    }

    @Test
    void an_edit_with_mcopy_is_seen_by_the_fat_reader_and_leaves_the_image_alone() throws IOException {
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
                    .map(it -> new String(it, UTF_8))
                    .contains("{\"hostname\":\"pi\"}");
            assertThat(card.usage().totalWrites()).isZero();
            assertThat(card.journal().requests().map(CardRequest::kind))
                    .contains(RequestKind.HOST_WRITE)
                    .endsWith(RequestKind.EDITED);
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

    @Test
    void an_edit_with_debugfs_puts_a_file_into_an_ext4_partition() throws IOException {
        Path payload = Files.writeString(folder.resolve("payload"), "staged");
        Path partition = folder.resolve("data.img");

        try (Card card = Card.of(image).build()) {
            long offset = card.partition("resin-data").firstSector() * 512;
            card.edit(raw -> Tool.run(
                    Images.E2FSPROGS,
                    "debugfs",
                    "-w",
                    "-R",
                    "write %s update".formatted(payload),
                    raw + "?offset=" + offset));

            card.exportTo(partition);
            assertThat(Tool.run(Images.E2FSPROGS, "debugfs", "-R", "cat update", partition + "?offset=" + offset))
                    .contains("staged");
        }
    }

    @Test
    void an_edit_that_fails_leaves_the_card_and_the_folder_as_they_were() {
        Path journal = folder.resolve("journal");

        try (Card card = Card.of(image).journal(journal).build()) {
            assertThatThrownBy(() -> card.edit(raw -> {
                        Files.writeString(raw, "no card any more");
                        throw new IOException("mcopy: disk full");
                    }))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("disk full");

            assertThat(card.partitions()).hasSize(6);
            assertThat(journal).isDirectoryNotContaining("glob:**brownout-card-*");
        }
    }

    @Test
    void a_fork_and_its_origin_go_their_own_ways() throws IOException {
        try (Card card = Card.of(image).journal(folder.resolve("first")).build()) {
            whilePluggedIn(card, client -> client.writeText(40_000 * 512L, "both"));

            try (Card fork = card.fork("second", folder.resolve("second"))) {
                whilePluggedIn(card, client -> client.writeText(40_001 * 512L, "origin"));
                whilePluggedIn(fork, client -> {
                    assertThat(new String(client.read(40_000 * 512L, 512), UTF_8))
                            .startsWith("both");
                    client.writeText(40_000 * 512L, "fork");
                });

                assertThat(new String(card.view().read(40_000, 1), UTF_8)).startsWith("both");
                assertThat(fork.view().read(40_001, 1)).isEqualTo(new byte[512]);
                assertThat(fork.journal().writes()).isEqualTo(1);
                assertThat(new String(fork.view().read(40_000, 1), UTF_8)).startsWith("fork");
                assertThat(fork.partitions()).hasSize(6);
            }
        }
    }

    @Test
    void a_journal_can_be_read_from_its_folder_while_the_card_lives_and_after_it_is_closed() throws IOException {
        Path journal = folder.resolve("journal");
        List<CardRequest> written;

        try (Card card = Card.of(image).journal(journal).name("pi").build()) {
            whilePluggedIn(card, client -> {
                client.writeText(40_000 * 512L, "kept");
                assertThat(CardJournal.open(journal).size()).isEqualTo(2);
                client.perform(NbdClient.FLUSH, 0, 0);
            });
            written = card.journal().requests().toList();
        }
        CardJournal reopened = CardJournal.open(journal);

        assertThat(reopened.requests()).containsExactlyElementsOf(written);
        assertThat(reopened.cardName()).isEqualTo("pi");
        assertThat(reopened.cardBytes()).isEqualTo(64 << 20);
        CardRequest write = reopened.request(reopened.numberOfWrite(0).orElseThrow());
        assertThat(new String(reopened.content(write), UTF_8)).startsWith("kept");
        assertThat(reopened.numberOfWrite(1)).isEmpty();
        assertThatThrownBy(() -> Card.of(image).journal(journal).build()).isInstanceOf(UsageException.class);
    }

    @Test
    void usage_counts_by_partition_since_a_mark() throws IOException {
        try (Card card = Card.of(image).build()) {
            whilePluggedIn(card, client -> client.writeText(34_816 * 512L, "root B"));
            CardUsage mark = card.usage();
            whilePluggedIn(card, client -> {
                client.write(53_248 * 512L, new byte[4096]);
                client.writeText(100 * 512L, "nobody's");
                assertThat(client.read(0, 512)).hasSize(512);
            });

            assertThat(card.usage().since(mark).bytes()).isEqualTo(Map.of("resin-state", 4096L, "(gap)", 512L));
            assertThat(card.usage().totalWrites()).isEqualTo(3);
            assertThat(card.usage().bytesOf("resin-rootB")).isEqualTo(512);
        }
    }

    @Test
    void activity_and_the_map_tell_what_was_written_where() throws IOException {
        List<RunEvent> events = new CopyOnWriteArrayList<>();
        EventSource source = new EventSource("scenario", "pi", InstantSource.system(), events::add);

        try (Card card = Card.of(image).events(source).build()) {
            whilePluggedIn(card, client -> client.write(34_816 * 512L, new byte[1024]));
            CardMapped map = card.map(Instant.EPOCH, 4, 128);

            assertThat(events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            CardActivity.class, it -> assertThat(it.bytes()).isEqualTo(Map.of("resin-rootB", 1024L)));
            assertThat(map.rowSectors()).isEqualTo(1024);
            assertThat(map.cells())
                    .extracting(MapCell::row, MapCell::sectors)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(34, 2L));
            assertThat(map.partitions()).hasSize(5);
        }
    }

    @Test
    void several_copy_one_card_at_once() {
        try (Card card = Card.of(image).build()) {
            List<Card> forks = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(number -> card.fork("fork " + number, folder.resolve("fork-" + number)))
                    .toList();

            assertThat(forks)
                    .hasSize(8)
                    .allSatisfy(fork -> assertThat(fork.view().read(0, 1))
                            .isEqualTo(card.view().read(0, 1)));
            forks.forEach(Card::close);
        }
    }

    @Test
    void a_plugged_card_is_not_edited_copied_or_plugged_in_a_second_time() {
        try (Card card = Card.of(image).build();
                CardConnection connection = card.plugIn(cut -> {})) {
            assertThat(connection.socket()).exists();
            assertThatThrownBy(() -> card.plugIn(cut -> {}))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("second board");
            assertThatThrownBy(() -> card.edit(raw -> {})).isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> card.fork("copy", folder.resolve("copy"))).isInstanceOf(UsageException.class);
        }
    }
}
