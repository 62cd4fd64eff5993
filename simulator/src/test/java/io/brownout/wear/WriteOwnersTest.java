package io.brownout.wear;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.filesystem.SectorOwner;
import io.brownout.filesystem.SectorOwner.Kind;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Ext4Images;
import io.brownout.testing.Images;
import io.brownout.testing.RawView;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards are played by an NBD client that writes what real tools have changed in a raw file, in the order in which a kernel would. */
class WriteOwnersTest {
    private static final long ROOT_A = 18432;
    private static final int BLOCK = 1024;

    @TempDir
    private Path folder;

    /** Something that a board writes: the sectors of an image, in this order. */
    private record Batch(Path image, List<Long> sectors) {}

    private CardJournal record(Path begin, List<Batch> batches) throws IOException {
        Path journal = folder.resolve("journal");
        try (Card card = Card.of(begin).journal(journal).build();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (Batch batch : batches) {
                RawView image = RawView.of(batch.image());
                for (long sector : batch.sectors()) {
                    client.write(sector * SECTOR_BYTES, image.read(sector, 1));
                }
            }
        }
        return CardJournal.open(journal);
    }

    private static List<Long> difference(Path before, Path after) throws IOException {
        RawView old = RawView.of(before);
        RawView now = RawView.of(after);
        return LongStream.range(0, now.sectors())
                .filter(sector -> !Arrays.equals(old.read(sector, 1), now.read(sector, 1)))
                .boxed()
                .toList();
    }

    private Path copy(Path image, String name) throws IOException {
        return Files.copy(image, folder.resolve(name));
    }

    private Path source(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new java.util.Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("source-" + bytes), content);
    }

    private static Set<Long> sectors(WriteOwners owners, Kind kind, String path) {
        return owners.stretches()
                .filter(it -> it.owner().kind() == kind && it.owner().path().equals(path))
                .flatMap(it -> LongStream.range(it.sector(), it.sector() + it.sectors())
                        .boxed())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> meanings(CardJournal journal, WriteOwners owners) {
        return journal.requests()
                .filter(it -> it.kind().isWrite())
                .map(owners::meaningOf)
                .toList();
    }

    @Test
    void content_of_a_fat_file_finds_its_owner_though_it_is_written_before_its_entry() throws IOException {
        Path begin = Images.card(folder.resolve("begin.img"));
        String boot = Images.at(begin, Images.BOOT_SECTOR);
        Tool.run(Images.MTOOLS, "mcopy", "-i", boot, source(300).toString(), "::/old.txt");
        Path after = copy(begin, "after.img");
        String at = Images.at(after, Images.BOOT_SECTOR);
        Tool.run(Images.MTOOLS, "mcopy", "-i", at, source(20_000).toString(), "::/kernel.img");
        Tool.run(Images.MTOOLS, "mdel", "-i", at, "::/old.txt");
        List<Long> contentFirst = difference(begin, after).reversed();

        CardJournal journal = record(begin, List.of(new Batch(after, contentFirst)));
        WriteOwners owners = WriteOwners.of(journal, RawView.of(begin));

        assertThat(sectors(owners, Kind.FILE_DATA, "/kernel.img")).hasSize(40);
        assertThat(owners.stretches().map(it -> it.owner().kind()))
                .containsOnly(Kind.FILE_DATA, Kind.FAT_TABLE, Kind.FAT_DIRECTORY);
        assertThat(owners.stretches().mapToLong(WrittenStretch::sectors).sum()).isEqualTo(contentFirst.size());
        assertThat(meanings(journal, owners))
                .anySatisfy(it -> assertThat(it)
                        .contains("directory entry of /kernel.img added")
                        .contains("directory entry of /old.txt removed")
                        .endsWith("in RESIN-BOOT"))
                .anySatisfy(it -> assertThat(it)
                        .contains("FAT entries from cluster 2 on (/old.txt, /kernel.img): 1 freed, 20 linked"))
                .contains("file data of /kernel.img, in RESIN-BOOT");
    }

    /** A file is written to resin-rootA in three steps: its content, a transaction in the journal, and that transaction's blocks at their places. */
    private final class NewFile {
        private final Path begin = Images.card(folder.resolve("begin.img"));
        private final List<Batch> batches;
        private final Set<Long> content = new TreeSet<>();

        NewFile(String path, boolean committed) throws IOException {
            Path alone = root(begin, "alone.img");
            Path written = copy(alone, "written.img");
            Ext4Images.debugfs(written, List.of("write %s %s".formatted(source(30_000), path)));
            Set<Long> blocks = numbers(
                    Ext4Images.debugfs(written, List.of("blocks " + path)).getFirst());
            Set<Long> metadata = changed(alone, written);
            metadata.removeAll(blocks);
            Path journalled = copy(alone, "journalled.img");
            String list = metadata.stream().map(it -> Long.toString(it)).collect(Collectors.joining(","));
            String close = committed ? "jc" : "quit";
            Ext4Images.debugfs(
                    journalled, List.of("jo -c", "jw -b %s %s".formatted(list, carried(written, metadata)), close));
            List<Long> contentSectors = sectorsOf(blocks);
            content.addAll(contentSectors.stream().map(it -> it + ROOT_A).toList());
            batches = List.of(
                    onCard(written, contentSectors),
                    onCard(journalled, sectorsOf(changed(alone, journalled))),
                    onCard(written, committed ? sectorsOf(metadata) : List.of()));
        }

        /** Whole blocks, as a kernel writes them. */
        private static Set<Long> changed(Path before, Path after) throws IOException {
            return difference(before, after).stream()
                    .map(sector -> sector * SECTOR_BYTES / BLOCK)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Path root(Path card, String name) throws IOException {
            RawView view = RawView.of(card);
            return Files.write(folder.resolve(name), view.read(ROOT_A, 16384));
        }

        private Batch onCard(Path root, List<Long> sectors) throws IOException {
            byte[] card = Files.readAllBytes(begin);
            byte[] content = Files.readAllBytes(root);
            System.arraycopy(content, 0, card, (int) ROOT_A * SECTOR_BYTES, content.length);
            Path image = Files.write(Files.createTempFile(folder, "card", ".img"), card);
            return new Batch(image, sectors.stream().map(it -> it + ROOT_A).toList());
        }

        private Path carried(Path written, Set<Long> blocks) throws IOException {
            RawView view = RawView.of(written);
            Path file = folder.resolve("carried");
            try (var out = Files.newOutputStream(file)) {
                for (long block : blocks) {
                    out.write(view.read(block * BLOCK / SECTOR_BYTES, BLOCK / SECTOR_BYTES));
                }
            }
            return file;
        }

        private static List<Long> sectorsOf(Set<Long> blocks) {
            List<Long> sectors = new ArrayList<>();
            for (long block : blocks) {
                sectors.add(block * 2);
                sectors.add(block * 2 + 1);
            }
            return sectors;
        }

        private static Set<Long> numbers(String answer) {
            return Pattern.compile("\\d+")
                    .matcher(answer.substring(answer.indexOf('\n') + 1))
                    .results()
                    .map(it -> Long.valueOf(it.group()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void content_of_an_ext4_file_finds_its_owner_at_the_commit_that_claims_it() throws IOException {
        NewFile file = new NewFile("/news", true);

        CardJournal journal = record(file.begin, file.batches);
        WriteOwners owners = WriteOwners.of(journal, RawView.of(file.begin));

        assertThat(sectors(owners, Kind.FILE_DATA, "/news")).isEqualTo(file.content);
        assertThat(owners.stretches().map(WrittenStretch::owner))
                .allMatch(SectorOwner::isKnown)
                .contains(
                        new SectorOwner(Kind.JOURNAL, "", "descriptor"),
                        new SectorOwner(Kind.JOURNAL, "", "commit"),
                        new SectorOwner(Kind.JOURNAL, "", "copy of inode table"),
                        new SectorOwner(Kind.JOURNAL, "/", "copy of directory"),
                        SectorOwner.of(Kind.DIRECTORY, "/"),
                        SectorOwner.of(Kind.BLOCK_BITMAP));
        assertThat(meanings(journal, owners))
                .anySatisfy(it -> assertThat(it).startsWith("journal commit block of transaction"))
                .anySatisfy(it -> assertThat(it).contains("directory /: entry news (inode 12) added"))
                .anySatisfy(it -> assertThat(it).contains("of /news made"))
                .contains("file data of /news, in resin-rootA");
    }

    @Test
    void content_that_no_commit_claims_before_the_power_goes_belongs_to_nobody() throws IOException {
        NewFile file = new NewFile("/news", false);
        List<Batch> cut = file.batches.subList(0, 1);

        WriteOwners owners = WriteOwners.of(record(file.begin, cut), RawView.of(file.begin));

        assertThat(owners.stretches().map(WrittenStretch::owner)).containsOnly(SectorOwner.of(Kind.UNUSED));
    }

    @Test
    void what_lies_outside_of_partitions_is_told_apart_from_the_table() throws IOException {
        Path begin = Images.card(folder.resolve("begin.img"));

        CardJournal journal = record(begin, List.of(new Batch(begin, List.of(0L, 1L, 51200L))));
        WriteOwners owners = WriteOwners.of(journal, RawView.of(begin));

        assertThat(owners.stretches().map(WrittenStretch::partition)).containsOnly("(gap)");
        assertThat(owners.stretches().map(it -> it.owner().kind()))
                .containsExactly(Kind.PARTITION_TABLE, Kind.UNUSED, Kind.PARTITION_TABLE);
    }

    @Test
    void a_part_of_what_was_written_can_be_asked_for() throws IOException {
        Path begin = Images.card(folder.resolve("begin.img"));
        CardJournal journal = record(begin, List.of(new Batch(begin, List.of(0L))));
        CardRequest write =
                journal.requests().filter(it -> it.kind().isWrite()).findFirst().orElseThrow();

        assertThat(journal.content(write, 510, 2)).containsExactly(0x55, 0xaa);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> journal.content(write, 511, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("byte 511 to 513");
    }
}
