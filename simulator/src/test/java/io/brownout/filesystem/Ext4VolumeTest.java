package io.brownout.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.testing.Ext4Images;
import io.brownout.testing.Images;
import io.brownout.testing.RawView;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class Ext4VolumeTest {
    @SuppressWarnings("unused") // by @FieldSource
    private static final List<String> KINDS = Ext4Images.KINDS;

    @TempDir
    private static Path shared;

    private static Path tree;

    @TempDir
    private Path folder;

    @BeforeAll
    static void plant() throws IOException {
        tree = Ext4Images.tree(Files.createDirectory(shared.resolve("tree")));
    }

    /** Returns a file system that nobody changes. */
    private static Path image(String kind) throws IOException {
        Path file = shared.resolve(kind.replace(' ', '_'));
        return Files.exists(file) ? file : Ext4Images.of(file, tree, kind);
    }

    private static Ext4Volume open(Path image) throws IOException {
        RawView card = RawView.of(image);
        return Ext4Volume.open(card, card.whole("root"));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void files_and_links_are_read_as_they_were_put_there(String kind) throws IOException {
        Ext4Volume volume = open(image(kind));

        assertThat(volume.label()).contains("some label");
        for (String path : Ext4Images.paths(tree)) {
            Path source = tree.resolve(path.substring(1));
            if (Files.isSymbolicLink(source)) {
                assertThat(volume.target(path))
                        .as(path)
                        .contains(Files.readSymbolicLink(source).toString());
            } else if (Files.isRegularFile(source)) {
                assertThat(volume.read(path).orElseThrow()).as(path).isEqualTo(Files.readAllBytes(source));
            } else {
                assertThat(volume.list(path).orElseThrow().stream()
                                .map(Ext4Entry::name)
                                .filter(it -> !it.equals("lost+found")))
                        .as(path)
                        .containsExactlyInAnyOrderElementsOf(children(source));
            }
        }
    }

    private static List<String> children(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void inodes_sizes_and_blocks_are_those_that_debugfs_sees(String kind) throws IOException {
        Path image = image(kind);
        Ext4Volume volume = open(image);
        List<String> paths = Ext4Images.paths(tree).stream()
                .filter(it -> !it.equals("/") && !isLink(it))
                .toList();

        Map<String, String> ours = new TreeMap<>();
        Map<String, String> debugfs = new TreeMap<>();
        List<String> commands = new ArrayList<>();
        paths.forEach(path -> commands.add("stat \"" + path + "\""));
        paths.forEach(path -> commands.add("blocks \"" + path + "\""));
        List<String> said = Ext4Images.debugfs(image, commands);
        for (int i = 0; i < paths.size(); i++) {
            Ext4Entry entry = volume.entry(paths.get(i)).orElseThrow();
            ours.put(
                    paths.get(i),
                    "inode %d size %d blocks %s".formatted(entry.inode(), entry.size(), blocks(volume, entry)));
            debugfs.put(
                    paths.get(i),
                    "inode %s size %s blocks %s"
                            .formatted(
                                    first(said.get(i), "Inode: (\\d+)"),
                                    first(said.get(i), "Size: (\\d+)"),
                                    numbers(said.get(paths.size() + i))));
        }

        assertThat(ours).containsExactlyEntriesOf(debugfs);
    }

    /** They are left out since debugfs takes a short link's text for the numbers of its blocks. */
    private static boolean isLink(String path) {
        return Files.isSymbolicLink(tree.resolve(path.substring(1)));
    }

    private static Set<Long> blocks(Ext4Volume volume, Ext4Entry entry) {
        Set<Long> blocks = new TreeSet<>();
        for (BlockRun run : volume.blocksOf(entry.inode())) {
            for (int i = 0; i < run.blocks(); i++) {
                blocks.add(run.block() + i);
            }
        }
        return blocks;
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .findFirst()
                .orElse("none");
    }

    private static Set<Long> numbers(String answer) {
        Set<Long> numbers = new TreeSet<>();
        String text = answer.substring(answer.indexOf('\n') + 1);
        Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(Long::valueOf)
                .forEach(numbers::add);
        return numbers;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void the_superblock_and_the_groups_say_what_dumpe2fs_says(String kind) throws IOException {
        Path image = image(kind);
        Ext4Volume volume = open(image);
        String dump = Tool.run(Images.E2FSPROGS, "dumpe2fs", image.toString());

        Ext4Superblock superblock = volume.superblock();
        assertThat(superblock.blocks()).isEqualTo(field(dump, "Block count"));
        assertThat(superblock.inodes()).isEqualTo(field(dump, "Inode count"));
        assertThat(superblock.freeBlocks()).isEqualTo(field(dump, "Free blocks"));
        assertThat(superblock.freeInodes()).isEqualTo(field(dump, "Free inodes"));
        assertThat(superblock.blockBytes()).isEqualTo((int) field(dump, "Block size"));
        assertThat(superblock.inodesPerGroup()).isEqualTo(field(dump, "Inodes per group"));
        assertThat(superblock.isIntact()).isTrue();
        List<String> groups = Pattern.compile("(?ms)^Group \\d+:.*?(?=^Group|\\z)")
                .matcher(dump)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(groups).hasSize((int) superblock.groups());
        for (int i = 0; i < groups.size(); i++) {
            Ext4Group group = volume.group(i);
            assertThat(group.isIntact()).as("checksum of group %d", i).isTrue();
            assertThat("" + group.blockBitmap()).isEqualTo(first(groups.get(i), "Block bitmap at (\\d+)"));
            assertThat("" + group.inodeBitmap()).isEqualTo(first(groups.get(i), "Inode bitmap at (\\d+)"));
            assertThat("" + group.inodeTable()).isEqualTo(first(groups.get(i), "Inode table at (\\d+)"));
            assertThat("" + group.directories()).isEqualTo(first(groups.get(i), "(\\d+) directories"));
            assertThat(superblock.hasSuperblock(i))
                    .as("superblock in group %d", i)
                    .isEqualTo(groups.get(i).contains("uperblock at"));
        }
    }

    private static long field(String dump, String name) {
        return Long.parseLong(first(dump, "(?m)^" + name + ":\\s+(\\d+)"));
    }

    @Test
    void links_on_the_way_are_followed_within_the_file_system() throws IOException {
        Ext4Volume volume = open(image("-t ext4 -b 1024"));

        assertThat(volume.read("/link")).contains("x".repeat(100).getBytes(UTF_8));
        assertThat(volume.read("/a/up/lies deep/large").orElseThrow()).hasSize(3_000_001);
        assertThat(volume.read("/a/up/../../long-link"))
                .contains("x".repeat(100).getBytes(UTF_8));
        assertThat(volume.read("/../../short")).contains("a few words".getBytes(ISO_8859_1));
        assertThat(volume.read("/round")).isEmpty();
        assertThat(volume.entry("/round").orElseThrow().type()).isEqualTo(Ext4Entry.Type.SYMBOLIC_LINK);
        assertThat(volume.entry("/link/below")).isEmpty();
        assertThat(volume.entry("/nothing")).isEmpty();
        assertThat(volume.read("/many")).isEmpty();
    }

    @Test
    void a_copy_of_the_superblock_opens_it_when_the_first_is_lost() throws IOException {
        Path image = image("-t ext4 -b 1024");
        byte[] raw = Files.readAllBytes(image);
        java.util.Arrays.fill(raw, 1024, 2048, (byte) 0);
        RawView card = new RawView(raw);

        assertThatThrownBy(() -> Ext4Volume.open(card, card.whole("root")))
                .isInstanceOf(Ext4DamagedException.class)
                .hasMessageContaining("root")
                .hasMessageContaining("EF53");
        Ext4Volume volume = Ext4Volume.open(card, card.whole("root"), 8193 * 1024L);
        assertThat(volume.read("/short")).contains("a few words".getBytes(UTF_8));
    }

    @Test
    void attributes_outside_of_the_inode_are_among_its_blocks() throws IOException {
        Path image = Ext4Images.of(folder.resolve("ext4.img"), tree, "-t ext4 -b 1024 -I 128");
        Ext4Images.debugfs(image, List.of("ea_set /short user.word " + "v".repeat(300)));
        Ext4Volume volume = open(image);

        long inode = volume.entry("/short").orElseThrow().inode();
        String block = first(Ext4Images.debugfs(image, List.of("stat /short")).getFirst(), "File ACL: (\\d+)");
        assertThat(volume.blocksOf(inode)).contains(new BlockRun(-1, Long.parseLong(block), 1, true));
    }
}
