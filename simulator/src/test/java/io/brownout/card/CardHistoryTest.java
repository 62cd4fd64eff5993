package io.brownout.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardHistoryTest {
    private static final int SECTORS = 4096;
    private static final int BYTES = SECTORS * 512;

    @TempDir
    private Path folder;

    /** One write as the test knows it; seed 0 stands for zeroes. */
    private record Write(int sector, int sectors, long seed) {
        static Write random(Random random) {
            int sectors = random.nextInt(8) == 0 ? 1 + random.nextInt(1500) : 1 + random.nextInt(9);
            int sector = random.nextInt(SECTORS - sectors + 1);
            return new Write(sector, sectors, random.nextInt(4));
        }

        byte[] content() {
            byte[] content = new byte[sectors * 512];
            if (seed != 0) {
                new Random(seed * SECTORS + sector).nextBytes(content);
            }
            return content;
        }

        void send(NbdClient client) throws IOException {
            if (seed != 0) {
                client.write(sector * 512L, content());
            } else {
                client.perform(sector % 2 == 0 ? NbdClient.TRIM : NbdClient.WRITE_ZEROES, sector * 512L, sectors * 512);
            }
        }

        void onto(byte[] card, int landed) {
            System.arraycopy(content(), 0, card, sector * 512, landed * 512);
        }

        void onto(byte[] card) {
            onto(card, sectors);
        }
    }

    private static List<Write> random(long seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> Write.random(random)).limit(count).toList();
    }

    private Path image(long seed) throws IOException {
        byte[] content = new byte[3000 * 512];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve("card.img"), content);
    }

    private CardBuilder card(Path image) {
        return Card.of(image).partitioned(false).size(BYTES);
    }

    private static void write(Card card, List<Write> writes) throws IOException {
        CompletableFuture<CardConnection> plugged = new CompletableFuture<>();
        try (CardConnection connection = card.plugIn(cut -> plugged.join().close());
                NbdClient client = NbdClient.connected(connection.socket())) {
            plugged.complete(connection);
            for (Write write : writes) {
                write.send(client);
                client.read(0, 512);
            }
        }
    }

    private static byte[] all(SectorView view) {
        return view.read(0, SECTORS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_state_after_n_writes_is_what_a_model_says(long seed) throws IOException {
        Path image = image(seed);
        byte[] model = Arrays.copyOf(Files.readAllBytes(image), BYTES);

        try (Card card = card(image).build()) {
            List<Write> writes = random(seed, 120);
            write(card, writes);
            CardHistory history = card.history();

            assertThat(history.writes()).isEqualTo(120);
            for (int n = 0; n < writes.size(); n++) {
                assertThat(all(history.after(n))).as("after %d", n).isEqualTo(model);
                writes.get(n).onto(model);
            }
            assertThat(all(history.after(120))).isEqualTo(model).isEqualTo(all(card.view()));
            assertThat(all(history.view(history.last()))).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void these_writes_and_not_those_is_what_a_model_says(long seed) throws IOException {
        Path image = image(seed);
        byte[] base = Arrays.copyOf(Files.readAllBytes(image), BYTES);
        Random random = new Random(seed);

        try (Card card = card(image).build()) {
            List<Write> writes = random(seed, 60);
            write(card, writes);
            CardHistory history = card.history();
            for (int trial = 0; trial < 60; trial++) {
                int n = random.nextInt(60);
                List<Long> dropped = LongStream.range(0, n)
                        .filter(write -> random.nextInt(3) == 0)
                        .boxed()
                        .toList();
                int landed = random.nextInt(writes.get(n).sectors() + 1);
                StateId id = StateId.after(n).without(dropped).torn(n, landed);
                byte[] model = base.clone();
                IntStream.range(0, n)
                        .filter(write -> !dropped.contains((long) write))
                        .forEach(write -> writes.get(write).onto(model));
                writes.get(n).onto(model, landed);

                assertThat(all(history.view(id))).as(id.toString()).isEqualTo(model);
            }
            assertThat(all(history.without(60, Collections.singleton(59L)))).isEqualTo(all(history.after(59)));
        }
    }

    @Test
    void a_card_that_begins_at_a_state_is_written_cut_copied_and_exported_like_any_other() throws IOException {
        Path image = image(7);

        try (Card card = card(image).journal(folder.resolve("first")).build()) {
            List<Write> writes = random(7, 50);
            write(card, writes);
            CardHistory history = card.history();
            StateId id = StateId.after(30).without(List.of(12L, 29L)).torn(30, 1);
            byte[] model = all(history.view(id));

            try (Card branch =
                    Card.at(history, id).journal(folder.resolve("branch")).build()) {
                assertThat(all(branch.view())).isEqualTo(model);
                branch.cutAfterWrite(8);
                assertThatThrownBy(() -> write(branch, random(8, 9))).isInstanceOf(IOException.class);
                random(8, 8).forEach(write -> write.onto(model));
                assertThat(all(branch.view())).isEqualTo(model);
                assertThat(all(branch.history().after(8))).isEqualTo(all(branch.view()));

                Path raw = folder.resolve("branch.img");
                branch.exportTo(raw);
                assertThat(Files.readAllBytes(raw)).isEqualTo(all(branch.view()));
                try (Card fork = branch.fork("fork", folder.resolve("fork"))) {
                    write(fork, random(9, 5));
                    assertThat(all(fork.history().after(0))).isEqualTo(all(branch.view()));
                }
            }
            assertThat(all(card.view())).isEqualTo(all(history.after(50)));
        }
    }

    @Test
    void a_card_forty_times_at_once_on_one_history() throws IOException {
        try (Card card = card(image(10)).build()) {
            write(card, random(10, 200));
            CardHistory history = card.history();
            List<byte[]> expected = IntStream.range(0, 40)
                    .mapToObj(n -> all(history.after(n * 5L)))
                    .toList();

            List<byte[]> found = IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(n -> {
                        try (Card branch =
                                Card.at(history, StateId.after(n * 5L)).build()) {
                            return all(branch.view());
                        }
                    })
                    .toList();

            assertThat(found).usingElementComparator(Arrays::compare).isEqualTo(expected);
        }
    }

    @Test
    void versions_of_a_sector_tell_who_gave_it_its_content_and_whether_it_is_the_same_again() throws IOException {
        try (Card card = Card.blank(1 << 20).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.writeText(512, "one");
                client.writeText(5120, "elsewhere");
                client.writeText(512, "two");
                client.writeText(512, "one");
                client.perform(NbdClient.TRIM, 0, 1 << 20);
            }
            CardHistory history = card.history();

            List<SectorVersion> versions = history.versions(1);

            assertThat(versions).extracting(SectorVersion::since).containsExactly(0L, 1L, 3L, 4L, 5L);
            assertThat(versions).extracting(SectorVersion::record).containsExactly(-1L, 1L, 3L, 4L, 5L);
            assertThat(versions.get(1).hash())
                    .isEqualTo(versions.get(3).hash())
                    .isNotEqualTo(versions.get(2).hash());
            assertThat(versions.get(0).hash()).isEqualTo(versions.get(4).hash());
            assertThat(versions)
                    .allSatisfy(it -> assertThat(
                                    ContentHash.of(history.after(it.since()).read(1, 1)))
                            .isEqualTo(it.hash()));
        }
    }

    @Test
    void an_edit_on_a_pc_belongs_to_the_state_that_the_next_write_meets() throws IOException {
        try (Card card = Card.blank(1 << 20).build()) {
            card.edit(raw -> Files.write(raw, Arrays.copyOf("edited".getBytes(UTF_8), 1 << 20)));
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.writeText(0, "written");
            }
            CardHistory history = card.history();

            assertThat(new String(history.after(0).read(0, 1), UTF_8)).startsWith("edited");
            assertThat(new String(history.after(1).read(0, 1), UTF_8)).startsWith("written");
            assertThat(history.view(StateId.afterRecords(0)).read(0, 1)).isEqualTo(new byte[512]);
        }
    }

    @Test
    void a_journal_opens_from_its_folder_with_what_its_card_began_as() throws IOException {
        Path image = image(11);
        byte[] branchEnd;
        byte[] forkEnd;
        try (Card card = card(image).journal(folder.resolve("first")).build()) {
            write(card, random(11, 20));
            try (Card branch = Card.at(card.history(), StateId.after(10))
                            .journal(folder.resolve("branch"))
                            .build();
                    Card fork = card.fork("fork", folder.resolve("fork"))) {
                write(card, random(12, 20));
                write(branch, random(13, 20));
                write(fork, random(14, 20));
                branchEnd = all(branch.view());
                forkEnd = all(fork.view());
            }
        }

        assertThat(all(CardHistory.open(folder.resolve("branch")).after(20))).isEqualTo(branchEnd);
        assertThat(all(CardHistory.open(folder.resolve("fork")).after(20))).isEqualTo(forkEnd);
    }

    /** Records on an image, and goes on from a state of that. */
    private byte[] journalsOnJournals(Path image, Path at) throws IOException {
        try (Card first = card(image).journal(at.resolve("first")).build()) {
            write(first, random(21, 20));
            try (Card second = Card.at(first.history(), StateId.after(15))
                            .journal(at.resolve("second"))
                            .build();
                    Card third = second.fork("third", at.resolve("third"))) {
                write(second, random(22, 20));
                write(third, random(23, 20));
                return all(third.view());
            }
        }
    }

    @Test
    void journals_that_are_moved_together_open_there_with_the_image_wherever_it_is() throws IOException {
        Path image = image(21);
        byte[] end = journalsOnJournals(image, folder.resolve("here"));

        Path there = Files.move(folder.resolve("here"), folder.resolve("there"));
        Path moved = Files.move(image, folder.resolve("moved.img"));

        assertThat(all(CardHistory.open(there.resolve("third"), moved).after(20)))
                .isEqualTo(end);
        assertThat(there.resolve("third/base.json")).content().doesNotContain(folder.toString());
    }

    @Test
    void a_journal_that_is_kept_elsewhere_needs_nothing_of_where_it_was() throws IOException {
        Path image = image(24);
        byte[] end = journalsOnJournals(image, folder.resolve("here"));

        Path taken = Files.createDirectories(folder.resolve("kept/third"));
        Path kept = CardHistory.open(folder.resolve("here/third")).keepIn(folder.resolve("kept"));
        try (Stream<Path> all = Files.walk(folder.resolve("here"))) {
            for (Path file : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThat(kept).isNotEqualTo(taken).hasParent(folder.resolve("kept"));
        assertThat(all(CardHistory.open(kept, image).after(20))).isEqualTo(end);
    }

    @Test
    void a_journal_without_the_one_before_it_says_where_that_belongs() throws IOException {
        journalsOnJournals(image(25), folder.resolve("here"));
        Files.move(folder.resolve("here/second"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> CardHistory.open(folder.resolve("here/third")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(folder.resolve("here/second").toString(), "copy it there");
    }

    @Test
    void a_base_that_is_gone_changed_or_another_one_is_named() throws IOException {
        Path image = image(15);
        Path journal = folder.resolve("first");
        byte[] end;
        try (Card card = card(image).journal(journal).build()) {
            write(card, random(15, 5));
            end = all(card.view());
        }
        Path moved = Files.move(image, folder.resolve("moved.img"));

        assertThatThrownBy(() -> CardHistory.open(journal))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("card.img");
        assertThat(all(CardHistory.open(journal, moved).after(5))).isEqualTo(end);
        byte[] other = Files.readAllBytes(moved);
        other[100_000]++;
        Files.write(image, other);
        assertThatThrownBy(() -> CardHistory.open(journal))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void a_state_that_the_journal_does_not_tell_of_is_refused() throws IOException {
        try (Card card = Card.blank(1 << 20).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                client.writeText(0, "only one");
            }
            CardHistory history = card.history();

            for (String text : List.of(
                    "after-2",
                    "records-9",
                    "after-1-without-1",
                    "after-0-without-0",
                    "after-0-torn-0.2",
                    "after-1-torn-1.1")) {
                assertThatThrownBy(() -> history.view(StateId.parse(text)))
                        .as(text)
                        .isInstanceOf(UsageException.class);
            }
        }
    }
}
