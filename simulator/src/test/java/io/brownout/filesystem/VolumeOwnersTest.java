package io.brownout.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.SectorOwner.Kind;
import io.brownout.testing.Ext4Images;
import io.brownout.testing.Images;
import io.brownout.testing.RawView;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class VolumeOwnersTest {
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

    private static VolumeOwners read(Path image) throws IOException {
        RawView card = RawView.of(image);
        return VolumeOwners.read(card, card.whole("root"));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void every_block_of_a_file_belongs_to_the_inode_that_debugfs_names(String kind) throws IOException {
        Path image = image(kind);
        VolumeOwners owners = read(image);
        RawView card = RawView.of(image);
        Ext4Volume volume = Ext4Volume.open(card, card.whole("root"));

        Map<Long, String> ours = new TreeMap<>();
        Map<Long, String> debugfs = new TreeMap<>();
        Map<Long, Long> inodes = icheck(image, volume.blockCount());
        Map<Long, String> paths = ncheck(image, inodes);
        for (long block = 1; block < volume.blockCount(); block++) {
            SectorOwner owner = owners.ownerOf(volume.sectorOf(block));
            if (BlockOwners.belongsToInode(owner.kind()) && owner.path().startsWith("/")) {
                ours.put(block, owner.path());
            }
            long inode = inodes.getOrDefault(block, 0L);
            boolean isOfTheFileSystem = inode == 0 || inode == 7 || inode == 8;
            if (!isOfTheFileSystem) {
                debugfs.put(block, paths.get(inode));
            }
            assertThat(owner.kind() == Kind.JOURNAL || owner.path().equals("<8>") || inode != 8)
                    .as("block %d of inode %d: %s", block, inode, owner)
                    .isTrue();
        }

        assertThat(ours).containsExactlyEntriesOf(debugfs);
    }

    private static Map<Long, Long> icheck(Path image, long blocks) throws IOException {
        List<String> commands = new ArrayList<>();
        for (long from = 1; from < blocks; from += 500) {
            commands.add("icheck "
                    + LongStream.range(from, Math.min(blocks, from + 500))
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(" ")));
        }
        Map<Long, Long> inodes = new HashMap<>();
        for (String answer : Ext4Images.debugfs(image, commands)) {
            Matcher line = Pattern.compile("(?m)^(\\d+)\\t(\\d+)$").matcher(answer);
            while (line.find()) {
                inodes.put(Long.valueOf(line.group(1)), Long.valueOf(line.group(2)));
            }
        }
        return inodes;
    }

    private static Map<Long, String> ncheck(Path image, Map<Long, Long> inodes) throws IOException {
        String wanted = new TreeSet<>(inodes.values())
                .stream().map(inode -> Long.toString(inode)).collect(Collectors.joining(" "));
        Map<Long, String> paths = new HashMap<>(Map.of(2L, "/"));
        Matcher line = Pattern.compile("(?m)^(\\d+)\\t(/.*)$")
                .matcher(Ext4Images.debugfs(image, List.of("ncheck " + wanted)).getFirst());
        while (line.find()) {
            paths.putIfAbsent(Long.valueOf(line.group(1)), line.group(2).replaceFirst("^//", "/"));
        }
        return paths;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void what_belongs_to_nobody_is_what_dumpe2fs_calls_free(String kind) throws IOException {
        Path image = image(kind);
        VolumeOwners owners = read(image);
        RawView card = RawView.of(image);
        Ext4Volume volume = Ext4Volume.open(card, card.whole("root"));
        NavigableSet<Long> free = new TreeSet<>();
        Matcher list = Pattern.compile("(?m)^  Free blocks: (\\d.*)$")
                .matcher(Tool.run(Images.E2FSPROGS, "dumpe2fs", image.toString()));
        while (list.find()) {
            for (String range : list.group(1).split(", ")) {
                String[] ends = range.split("-");
                LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
                        .forEach(free::add);
            }
        }

        NavigableSet<Long> unowned = new TreeSet<>();
        for (long block = 0; block < volume.blockCount(); block++) {
            if (owners.ownerOf(volume.sectorOf(block)).kind() == Kind.UNUSED) {
                unowned.add(block);
            }
        }

        TreeSet<Long> notFree = new TreeSet<>(unowned);
        notFree.removeAll(free);
        free.removeAll(unowned);
        assertThat(free).as("free, but owned").isEmpty();
        if (!kind.contains("bigalloc")) { // There the rest of a cluster is not free, though nobody's.
            assertThat(notFree).as("not free, but nobody's").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 1440, ''", "16, 16384, '-c 1'", "32, 65536, '-F -c 1'"})
    void every_cluster_belongs_to_the_file_that_mshowfat_names(int bits, int kibibytes, String options)
            throws IOException {
        Path image = Images.sparse(folder.resolve("fat.img"), kibibytes * 1024L);
        Images.fat(image, 0, kibibytes * 2L, "BOOT", options.isEmpty() ? new String[0] : options.split(" "));
        Tool.run(Images.MTOOLS, "mmd", "-i", image.toString(), "::/overlays");
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            Path source = Files.write(folder.resolve("content"), new byte[i * 1777]);
            String path = i % 2 == 0 ? "/file " + i : "/overlays/a long name, number " + i;
            Tool.run(Images.MTOOLS, "mcopy", "-i", image.toString(), source.toString(), "::" + path);
            wanted.put(path, "");
        }
        Tool.run(Images.MTOOLS, "mdel", "-i", image.toString(), "::/file 8");
        wanted.remove("/file 8");
        wanted.keySet().removeIf(path -> path.equals("/file 0"));
        RawView card = RawView.of(image);
        FatGeometry geometry = FatVolume.open(card, card.whole("boot")).geometry();
        VolumeOwners owners = VolumeOwners.read(card, card.whole("boot"));

        Map<String, NavigableSet<Long>> ours = new TreeMap<>();
        for (long cluster = 2; cluster < geometry.clusters() + 2; cluster++) {
            SectorOwner owner = owners.ownerOf(geometry.sectorOf(cluster));
            if (owner.kind() == Kind.FILE_DATA) {
                ours.computeIfAbsent(owner.path(), absent -> new TreeSet<>()).add(cluster);
            }
        }

        assertThat(geometry.bits()).isEqualTo(bits);
        assertThat(ours.keySet()).containsExactlyElementsOf(wanted.keySet());
        for (String path : wanted.keySet()) {
            assertThat(ours.get(path)).as(path).isEqualTo(clusters(image, path));
        }
        assertThat(owners.ownerOf(0)).isEqualTo(SectorOwner.of(Kind.FAT_BOOT_SECTOR));
        assertThat(owners.ownerOf(geometry.fatSector()).kind()).isEqualTo(Kind.FAT_TABLE);
    }

    private static NavigableSet<Long> clusters(Path image, String path) {
        NavigableSet<Long> clusters = new TreeSet<>();
        Matcher range = Pattern.compile("<(\\d+)(?:-(\\d+))?>")
                .matcher(Tool.run(Images.MTOOLS, "mshowfat", "-i", image.toString(), "::" + path));
        while (range.find()) {
            long from = Long.parseLong(range.group(1));
            LongStream.rangeClosed(from, range.group(2) == null ? from : Long.parseLong(range.group(2)))
                    .forEach(clusters::add);
        }
        return clusters;
    }

    @Test
    void a_partition_without_a_file_system_is_unknown() {
        RawView card = new RawView(new byte[1 << 20]);

        assertThat(VolumeOwners.read(card, card.whole("none")).ownerOf(100)).isEqualTo(SectorOwner.of(Kind.UNKNOWN));
    }
}
