package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of dm-log-writes, against QEMU's own writer of it. */
class LogWritesTest {
    private static final int BYTES = 4 << 20;

    @TempDir
    private Path folder;

    /** Replays a log onto a raw card; written from the kernel's documentation, not from the exporter. Returns the texts of its marks. */
    private static List<String> replay(Path log, byte[] card) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(0)).isEqualTo(0x6a736677736872L);
        assertThat(bytes.getLong(8)).isEqualTo(1);
        int sector = bytes.getInt(24);
        List<String> marks = new ArrayList<>();
        int at = sector;
        for (long entry = bytes.getLong(16); entry > 0; entry--) {
            int target = (int) bytes.getLong(at) * sector;
            int length = (int) bytes.getLong(at + 8) * sector;
            long flags = bytes.getLong(at + 16);
            if ((flags & 8) != 0) {
                marks.add(new String(bytes.array(), at + 32, (int) bytes.getLong(at + 24), UTF_8));
            }
            at += sector;
            if ((flags & 4) != 0) {
                Arrays.fill(card, target, target + length, (byte) 0);
            } else {
                System.arraycopy(bytes.array(), at, card, target, length);
                at += length;
            }
        }
        assertThat(at).as("nothing behind the last entry").isEqualTo(bytes.capacity());
        return marks;
    }

    private Path image() throws IOException {
        byte[] content = new byte[BYTES];
        new Random(5).nextBytes(content);
        return Files.write(folder.resolve("card.img"), content);
    }

    /** Writes through QEMU's blklogwrites to a card of ours. */
    private void writeThroughQemu(Card card, Path log) throws IOException {
        Files.createFile(log);
        Random random = new Random(11);
        List<String> command = new ArrayList<>(List.of("qemu-io", "--discard", "unmap", "--image-opts"));
        try (CardConnection connection = card.plugIn(cut -> {})) {
            command.add(("driver=blklogwrites,file.driver=nbd,file.server.type=unix,file.server.path=%s,"
                            + "log.driver=file,log.filename=%s,log-sector-size=512,log-super-update-interval=1")
                    .formatted(connection.socket(), log));
            for (int i = 0; i < 150; i++) {
                int sectors = 1 + random.nextInt(random.nextInt(10) == 0 ? 600 : 9);
                String where = "%d %d".formatted(random.nextInt(BYTES / 512 - sectors + 1) * 512, sectors * 512);
                command.add("-c");
                command.add(
                        switch (random.nextInt(8)) {
                            case 0 -> "write -z " + where;
                            case 1 -> "discard " + where;
                            case 2 -> "flush";
                            case 3 -> "write -f -P %d %s".formatted(1 + random.nextInt(255), where);
                            case 4 -> "read " + where;
                            default -> "write -P %d %s".formatted(1 + random.nextInt(255), where);
                        });
            }
            Tool.run("qemu-utils", command.toArray(String[]::new));
        }
    }

    @Test
    void our_log_and_that_of_qemu_replay_to_the_same_bytes_which_are_what_the_card_holds() throws IOException {
        Path image = image();
        Path theirs = folder.resolve("qemu.log");
        Path ours = folder.resolve("ours.log");

        try (Card card = Card.of(image)
                .partitioned(false)
                .journal(folder.resolve("journal"))
                .build()) {
            writeThroughQemu(card, theirs);
            CardHistory history = card.history();
            history.exportLogWrites(history.last(), ours);

            byte[] held = card.view().read(0, BYTES / 512);
            byte[] byTheirs = Files.readAllBytes(image);
            byte[] byOurs = byTheirs.clone();
            assertThat(held).isNotEqualTo(byTheirs);
            replay(theirs, byTheirs);
            replay(ours, byOurs);
            assertThat(byTheirs).isEqualTo(held);
            assertThat(byOurs).isEqualTo(held);
        }
    }

    @Test
    void a_log_that_qemu_wrote_becomes_a_journal_with_the_same_states() throws IOException {
        Path image = image();
        Path log = folder.resolve("qemu.log");

        try (Card card = Card.of(image).partitioned(false).build();
                Card read = Card.of(image)
                        .partitioned(false)
                        .journal(folder.resolve("read"))
                        .build()) {
            writeThroughQemu(card, log);
            read.replay(log);

            assertThat(read.journal().writes()).isEqualTo(card.journal().writes());
            CardHistory recorded = card.history();
            CardHistory replayed = CardHistory.open(folder.resolve("read"));
            for (long n = 0; n <= recorded.writes(); n += 7) {
                assertThat(replayed.after(n).read(0, BYTES / 512))
                        .as("after %d", n)
                        .isEqualTo(recorded.after(n).read(0, BYTES / 512));
            }
        }
    }

    @Test
    void a_log_of_any_state_replays_to_that_state_and_carries_the_marks() throws IOException {
        Path log = folder.resolve("log");
        try (Card card = Card.blank(BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                card.mark("Given a device");
                client.write(0, filled(1, 4096));
                client.perform(NbdClient.TRIM, 512, 1024);
                card.mark("When it goes on");
                client.write(1024, filled(2, 2048));
                client.write(0, filled(3, 8192));
                client.perform(NbdClient.WRITE_ZEROES, 4096, 8192);
            }
            card.edit(raw -> Files.write(raw, filled(9, BYTES)));
            CardHistory history = card.history();

            for (String text : List.of(
                    "after-0",
                    "after-1",
                    "after-3",
                    "after-4-without-1",
                    "after-3-torn-3.5",
                    "after-4-torn-4.3",
                    "after-5")) {
                byte[] replayed = new byte[BYTES];
                history.exportLogWrites(StateId.parse(text), log);
                List<String> marks = replay(log, replayed);

                assertThat(replayed)
                        .as(text)
                        .isEqualTo(history.view(StateId.parse(text)).read(0, BYTES / 512));
                assertThat(marks).contains("POWER_ON", "Given a device");
            }
        }
    }

    private static byte[] filled(int value, int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) value);
        return content;
    }

    @Test
    void an_exported_log_read_back_makes_the_same_card() throws IOException {
        Path log = folder.resolve("log");
        try (Card card = Card.blank(BYTES).build();
                Card again = Card.blank(BYTES).build()) {
            writeThroughQemu(card, folder.resolve("theirs"));
            card.mark("a note");
            CardHistory history = card.history();
            history.exportLogWrites(history.last(), log);

            again.replay(log);

            assertThat(again.view().read(0, BYTES / 512)).isEqualTo(card.view().read(0, BYTES / 512));
            assertThat(again.journal().marks()).extracting(CardMark::text).contains("a note");
        }
    }

    @Test
    void what_is_no_log_cut_off_or_too_large_is_refused_in_one_line() throws IOException {
        Path log = folder.resolve("log");
        try (Card card = Card.blank(BYTES).build();
                Card small = Card.blank(BYTES / 8).build()) {
            writeThroughQemu(card, folder.resolve("theirs"));
            CardHistory history = card.history();
            history.exportLogWrites(history.last(), log);
            byte[] whole = Files.readAllBytes(log);

            assertThatThrownBy(() -> small.replay(log))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("larger");
            Files.write(log, Arrays.copyOf(whole, whole.length - 100));
            assertThatThrownBy(() -> card.replay(log))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("cut off");
            Files.write(log, new byte[4096]);
            assertThatThrownBy(() -> card.replay(log))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("dm-log-writes");
        }
    }
}
