package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.UsageException;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Partition;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {
    private static final String OLD = "resin_root_part=2\n";
    private static final String NEW = "resin_root_part=3\n".repeat(200);
    private static final String PATH = "/resinOS_uEnv.txt";

    @TempDir
    private Path folder;

    private final BlockingQueue<CardCut> cuts = new ArrayBlockingQueue<>(4);
    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = Images.card(folder.resolve("card.img"));
        copyIn(image, OLD);
    }

    private void copyIn(Path raw, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("uenv"), content);
        mtools(raw, "mcopy", file.toString(), "::" + PATH);
    }

    private static void mtools(Path raw, String command, String... arguments) {
        List<String> whole = new ArrayList<>(List.of(command, "-i", Images.at(raw, Images.BOOT_SECTOR)));
        whole.addAll(List.of(arguments));
        Tool.run(Images.MTOOLS, whole.toArray(String[]::new));
    }

    /** Replaces the file as the update does: another file beside it, which then takes its name. */
    private void replaceIn(Path raw) throws IOException {
        Path file = Files.writeString(folder.resolve("uenv"), NEW);
        mtools(raw, "mcopy", file.toString(), "::/resinOS_uEnv.tmp");
        mtools(raw, "mdel", "::" + PATH);
        mtools(raw, "mren", "::/resinOS_uEnv.tmp", "::" + PATH);
    }

    private record SectorWrite(long sector, String content) {
        byte[] bytes() {
            return content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    /** The sectors that mtools change when they replace the file, in a random order, among writes that mean nothing. */
    private List<SectorWrite> replacement(Random random) throws IOException {
        Path changed =
                Files.copy(image, folder.resolve("changed.img"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        replaceIn(changed);
        byte[] before = Files.readAllBytes(image);
        byte[] after = Files.readAllBytes(changed);
        List<SectorWrite> writes = new ArrayList<>();
        for (int at = 0; at < before.length; at += 512) {
            if (!Arrays.equals(before, at, at + 512, after, at, at + 512)) {
                writes.add(new SectorWrite(
                        at / 512, new String(after, at, 512, java.nio.charset.StandardCharsets.ISO_8859_1)));
            }
        }
        assertThat(writes).hasSizeGreaterThan(8);
        for (int i = 0; i < 5; i++) {
            writes.add(new SectorWrite(40_000 + i, "x".repeat(512)));
        }
        Collections.shuffle(writes, random);
        return writes;
    }

    /** What the real tool reads from a card as it is now. */
    private String mtype(Card card) {
        Path raw = folder.resolve("state.img");
        card.exportTo(raw);
        try {
            return Tool.run(Images.MTOOLS, "mtype", "-i", Images.at(raw, Images.BOOT_SECTOR), "::" + PATH);
        } catch (AssertionError e) {
            return "unreadable";
        }
    }

    private int firstWriteAfterWhichMtypeShowsTheNewContent(List<SectorWrite> writes) throws IOException {
        try (Card card = Card.of(image).build();
                CardConnection connection = card.plugIn(cuts::add);
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < writes.size(); i++) {
                client.write(writes.get(i).sector() * 512, writes.get(i).bytes());
                if (mtype(card).equals(NEW)) {
                    return i;
                }
            }
            throw new AssertionError("mtype never showed the new content");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_trigger_fires_at_the_very_write_after_which_mtype_would_show_the_new_content(long seed) throws Exception {
        List<SectorWrite> writes = replacement(new Random(seed));
        int expected = firstWriteAfterWhichMtypeShowsTheNewContent(writes);

        try (Card card = Card.of(image).build()) {
            card.cutWhen(FatTriggers.fileNamesNewContent(
                    "RESIN-BOOT", PATH, content -> new String(content, UTF_8).equals(NEW)));
            try (CardConnection connection = card.plugIn(cuts::add);
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (SectorWrite write : writes.subList(0, expected)) {
                    client.write(write.sector() * 512, write.bytes());
                }
                SectorWrite committing = writes.get(expected);
                client.request(0, NbdClient.WRITE, committing.sector() * 512, 512, committing.bytes());
                CardCut cut = cuts.poll(10, TimeUnit.SECONDS);

                assertThat(cut).as("seed %d", seed).isNotNull();
                assertThat(cut.write()).isEqualTo(expected);
                assertThat(cut.partition()).isEqualTo("RESIN-BOOT");
                assertThat(cut.reason()).contains(PATH).contains("new content");
            }
            assertThat(mtype(card)).as("seed %d", seed).isNotEqualTo(NEW);
        }
    }

    @Test
    void a_file_that_satisfies_already_fires_only_after_it_has_not_for_a_while() throws Exception {
        try (Card card = Card.of(image).build()) {
            card.cutWhen(FatTriggers.fileNamesNewContent(
                    "RESIN-BOOT", PATH, content -> new String(content, UTF_8).equals(OLD)));
            Partition boot = card.partition("RESIN-BOOT");
            long directory =
                    FatVolume.open(card.view(), boot).entry(PATH).orElseThrow().directorySector();
            byte[] there = card.view().read(directory, 1);
            try (CardConnection connection = card.plugIn(cuts::add);
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.write(directory * 512, there);
                client.write(directory * 512, new byte[512]);
                client.request(0, NbdClient.WRITE, directory * 512, 512, there);

                assertThat(cuts.poll(10, TimeUnit.SECONDS))
                        .isNotNull()
                        .extracting(CardCut::write)
                        .isEqualTo(2L);
            }
        }
    }

    private CardCut cutBy(WriteTrigger trigger, List<Long> sectors) throws Exception {
        try (Card card = Card.of(image).build()) {
            card.cutWhen(trigger);
            try (CardConnection connection = card.plugIn(cuts::add);
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (long sector : sectors.subList(0, sectors.size() - 1)) {
                    client.write(sector * 512, new byte[512]);
                }
                client.request(0, NbdClient.WRITE, sectors.getLast() * 512, 512, new byte[512]);
                CardCut cut = cuts.poll(10, TimeUnit.SECONDS);
                assertThat(cut).isNotNull();
                return cut;
            }
        }
    }

    @Test
    void a_cut_after_n_writes_into_a_partition_counts_only_those() throws Exception {
        CardCut cut = cutBy(
                WriteTriggers.intoPartition("resin-rootB", 2), List.of(34816L, 100L, 34900L, 18432L, 63488L, 34816L));

        assertThat(cut.write()).isEqualTo(5);
        assertThat(cut.partition()).isEqualTo("resin-rootB");
    }

    @Test
    void a_cut_at_a_fraction_of_a_partition_counts_its_sectors() throws Exception {
        CardCut cut = cutBy(
                WriteTriggers.intoPartition("resin-state", 3.0 / 8192), List.of(53248L, 53249L, 100L, 53250L, 53251L));

        assertThat(cut.write()).isEqualTo(4);
    }

    @Test
    void a_cut_inside_a_run_waits_for_consecutive_sectors_in_that_partition() throws Exception {
        CardCut cut = cutBy(
                WriteTriggers.insideRun("resin-rootB", 3),
                List.of(18432L, 18433L, 18434L, 18435L, 34816L, 34817L, 34900L, 34901L, 34902L, 34903L));

        assertThat(cut.write()).isEqualTo(9);
        assertThat(cut.reason()).contains("sector 3 of a command into resin-rootB");
    }

    @Test
    void a_trigger_is_forgotten_when_the_power_goes() throws Exception {
        try (Card card = Card.of(image).build()) {
            card.cutWhen(write -> java.util.Optional.of("any write"));
            card.plugIn(cuts::add).close();

            try (CardConnection connection = card.plugIn(cuts::add);
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.write(0, card.view().read(0, 1));
            }

            assertThat(cuts).isEmpty();
        }
    }

    @Test
    void a_trigger_that_would_wait_for_ever_is_refused() {
        try (Card card = Card.of(image).build()) {
            assertThatThrownBy(() -> card.cutWhen(FatTriggers.fileNamesNewContent("no-such", PATH, content -> true)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("no-such")
                    .hasMessageContaining("RESIN-BOOT");
        }
    }
}
