package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a journal when its process, its host or its disk has been treated badly. */
class JournalOnDiskTest {
    private static final int HEADER = 4096;
    private static final int RECORD = 64;

    @TempDir
    private Path folder;

    /** Returns a content that tells of which write it is: a few sectors of it. */
    private static byte[] content(int write) {
        byte[] content = new byte[512 * (1 + write % 3)];
        new Random(write).nextBytes(content);
        return content;
    }

    private static void assertEveryRecordIsAsWritten(CardJournal journal, long atLeast, long atMost) {
        assertThat(journal.writes()).isBetween(atLeast, atMost);
        assertThat(journal.requests().filter(it -> it.kind().isWrite())).allSatisfy(it -> {
            assertThat(journal.content(it)).isEqualTo(content((int) it.write()));
            assertThat(it.offset()).isEqualTo(it.write() % 500 * 2048);
        });
    }

    private Path written(int writes) throws IOException {
        Path journal = folder.resolve("journal");
        try (Card card = Card.blank(1 << 20).journal(journal).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < writes; i++) {
                client.write(i % 500 * 2048L, content(i));
            }
        }
        return journal;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 70, 150, 300})
    void a_process_that_is_killed_while_it_writes_leaves_every_acknowledged_write_and_nothing_half(int milliseconds)
            throws Exception {
        Path journal = folder.resolve("journal");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.brownout.card.BusyCardProcess",
                        journal.toString())
                .redirectErrorStream(true)
                .start();
        int acknowledged = 0;
        try (NbdClient client =
                NbdClient.connected(Path.of(process.inputReader(UTF_8).readLine()))) {
            Thread _ = Thread.startVirtualThread(() -> {
                try {
                    assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS))
                            .isFalse();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                process.destroyForcibly();
            });
            while (true) {
                client.write(acknowledged % 500 * 2048L, content(acknowledged));
                acknowledged++;
            }
        } catch (IOException e) {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertEveryRecordIsAsWritten(CardJournal.open(journal), acknowledged, acknowledged + 1L);
        assertThat(CardHistory.open(journal).writes()).isGreaterThanOrEqualTo(acknowledged);
    }

    @Test
    void records_that_end_at_any_byte_are_read_to_the_last_whole_one() throws IOException {
        Path journal = written(5);
        Path file = journal.resolve("records.bin");
        byte[] whole = Files.readAllBytes(file);

        for (int length = whole.length - 1; length >= whole.length - 2 * RECORD; length--) {
            byte[] torn = Arrays.copyOf(
                    whole, whole.length + RECORD); // As much as was written, then the zeroes of the file's growth.
            Arrays.fill(torn, length, torn.length, (byte) 0);
            Files.write(file, torn);
            CardJournal opened = CardJournal.open(journal);

            int left = HEADER;
            while (left < whole.length && Arrays.equals(torn, left, left + RECORD, whole, left, left + RECORD)) {
                left += RECORD;
            }
            assertThat(opened.size()).as("%d bytes", length).isEqualTo((left - HEADER) / RECORD);
            assertThat(opened.isTorn()).as("%d bytes", length).isEqualTo(torn[left] != 0);
        }
    }

    @Test
    void content_that_the_disk_has_lost_ends_the_journal_before_it() throws IOException {
        Path journal = written(40);
        Path file = journal.resolve("content.bin");
        CardJournal whole = CardJournal.open(journal);
        Random random = new Random(3);
        byte[] content = Files.readAllBytes(file);

        for (int trial = 0; trial < 20; trial++) {
            int lost = random.nextInt(content.length / 512) * 512;
            byte[] damaged = content.clone();
            Arrays.fill(damaged, lost, lost + 512, (byte) 0);
            Files.write(file, damaged);

            CardJournal opened = CardJournal.open(journal);

            long first = whole.requests()
                    .filter(it -> it.kind().isWrite() && whole.contentPlace(it.number()) + it.length() > lost)
                    .findFirst()
                    .orElseThrow()
                    .number();
            assertThat(opened.size()).as("sector at %d lost", lost).isEqualTo(first);
            assertThat(opened.isTorn()).isTrue();
            assertEveryRecordIsAsWritten(opened, 0, 40);
        }
    }

    @Test
    void a_record_changed_in_any_byte_is_not_taken_for_one() throws IOException {
        Path journal = written(5);
        Path file = journal.resolve("records.bin");

        for (int at = 0; at < RECORD; at++) {
            int place = HEADER + 2 * RECORD + at;
            if (at > 1 && at < 8) {
                continue; // Not used.
            }
            byte[] damaged = Files.readAllBytes(file);
            damaged[place] ^= 0x10;
            Path copy = Files.createDirectory(folder.resolve("copy-" + at));
            for (String name : List.of("base.json", "content.bin")) {
                Files.copy(journal.resolve(name), copy.resolve(name));
            }
            Files.write(copy.resolve("records.bin"), damaged);

            assertThat(CardJournal.open(copy).size()).as("byte %d", at).isEqualTo(2);
        }
    }

    @Test
    void content_that_comes_again_and_zeroes_are_kept_once_and_not_at_all() throws IOException {
        Path journal = folder.resolve("journal");
        byte[] text = Arrays.copyOf("the same again".getBytes(UTF_8), 4096);
        try (Card card = Card.blank(1 << 20).journal(journal).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < 100; i++) {
                client.write(i * 4096L, text);
            }
            client.write(8192, new byte[65536]);

            assertThat(card.view().read(0, 16)).isEqualTo(Arrays.copyOf(concatenated(text, text), 8192));
            assertThat(card.view().read(16, 128)).isEqualTo(new byte[65536]);
            assertThat(card.view().read(144, 8)).isEqualTo(text);
        }

        CardJournal opened = CardJournal.open(journal);
        assertThat(journal.resolve("content.bin")).hasSize(4096);
        assertThat(opened.writes()).isEqualTo(101);
        assertThat(opened.content(opened.request(opened.numberOfWrite(99).orElseThrow())))
                .isEqualTo(text);
        assertThat(CardHistory.open(journal).after(101).read(16, 128)).isEqualTo(new byte[65536]);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @Test
    void contents_that_share_a_hash_slot_are_not_taken_for_each_other() {
        KnownContents known = new KnownContents();
        for (long hash = 1; hash <= 5000; hash++) {
            known.add(hash << 32 | hash * 7, hash * 512);
        }

        for (long hash = 1; hash <= 5000; hash++) {
            assertThat(known.place(hash << 32 | hash * 7)).isIn(hash * 512, KnownContents.UNKNOWN);
        }
        assertThat(known.place(5000L << 32 | 35000)).isEqualTo(5000 * 512);
        assertThat(known.place(0)).isEqualTo(KnownContents.UNKNOWN);
    }

    @Test
    void notes_stand_between_the_writes_and_change_nothing_else() throws IOException {
        Path journal = folder.resolve("journal");
        long fingerprint;
        try (Card card = Card.blank(1 << 20).journal(journal).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                fingerprint = card.journal().fingerprint();
                card.mark("Given a device — mit Umlauten: äöü");
                assertThat(card.journal().fingerprint()).isEqualTo(fingerprint);
                client.writeText(0, "one");
                card.mark("");
                card.mark("When it is updated");
                client.writeText(512, "two");
            }
            assertThat(card.usage().totalWrites()).isEqualTo(2);
        }

        CardJournal opened = CardJournal.open(journal);
        assertThat(opened.marks())
                .extracting(CardMark::write, CardMark::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, "Given a device — mit Umlauten: äöü"),
                        org.assertj.core.groups.Tuple.tuple(1L, ""),
                        org.assertj.core.groups.Tuple.tuple(1L, "When it is updated"));
        assertThat(new String(CardHistory.open(journal).after(2).read(1, 1), UTF_8))
                .startsWith("two");
    }

    @Test
    void a_journal_of_another_version_is_refused() throws IOException {
        Path journal = written(1);
        try (FileChannel records = FileChannel.open(journal.resolve("records.bin"), StandardOpenOption.WRITE)) {
            records.write(ByteBuffer.wrap(new byte[] {1}), 8);
        }

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> CardJournal.open(journal))
                .isInstanceOf(io.brownout.board.UsageException.class)
                .hasMessageContaining("version 1, expected 2");
    }
}
