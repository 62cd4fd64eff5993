package io.brownout.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** File systems of mke2fs with a bit of everything in them, and debugfs to ask about them. */
public final class Ext4Images {
    /** Options of mke2fs that make file systems which are stored differently. */
    public static final List<String> KINDS = List.of(
            "-t ext4 -b 4096",
            "-t ext4 -b 1024",
            "-t ext4 -b 2048 -O ^64bit,^metadata_csum",
            "-t ext4 -b 1024 -O ^has_journal -I 128",
            "-t ext4 -b 4096 -O inline_data -I 256",
            "-t ext4 -b 1024 -O meta_bg,^resize_inode",
            "-t ext4 -b 1024 -O ^flex_bg,uninit_bg,^metadata_csum",
            "-t ext4 -b 1024 -O sparse_super2,metadata_csum_seed",
            "-t ext4 -b 4096 -O bigalloc -C 16384",
            "-t ext3 -b 1024",
            "-t ext2 -b 4096",
            "-t ext2 -b 1024 -r 0 -O none");

    private Ext4Images() {}

    /** Makes a file system of 48 MiB out of a tree. */
    public static Path of(Path file, Path tree, String kind) throws IOException {
        Images.sparse(file, 48 << 20);
        List<String> command =
                new ArrayList<>(List.of("mke2fs", "-q", "-F", "-L", "some label", "-d", tree.toString()));
        command.addAll(Arrays.asList(kind.split(" ")));
        command.add(file.toString());
        Tool.run(Images.E2FSPROGS, command.toArray(String[]::new));
        return file;
    }

    /** Makes a tree: empty, small and large files, one full of holes, one in many pieces, links short and long, a deep folder and one with many names. */
    public static Path tree(Path folder) throws IOException {
        Random random = new Random(1);
        Path deep = Files.createDirectories(folder.resolve("a/folder that/lies deep"));
        Files.writeString(folder.resolve("empty"), "");
        Files.writeString(folder.resolve("short"), "a few words");
        Files.writeString(folder.resolve("a/hundred"), "x".repeat(100));
        byte[] large = new byte[3_000_001];
        random.nextBytes(large);
        Files.write(deep.resolve("large"), large);
        pieces(folder.resolve("pieces"), 1500, random);
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
            sparse.seek(20_000_000);
            sparse.writeBytes("behind a hole");
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a/hundred"));
        Files.createSymbolicLink(folder.resolve("a/up"), Path.of("../a/folder that"));
        Files.createSymbolicLink(folder.resolve("long-link"), Path.of("./".repeat(40) + "a/hundred"));
        Files.createSymbolicLink(folder.resolve("round"), Path.of("/round"));
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 700; i++) {
            Files.writeString(many.resolve("a name that is long enough to fill some blocks, number " + i), "" + i);
        }
        return folder;
    }

    private static void pieces(Path file, int count, Random random) throws IOException {
        byte[] piece = new byte[4096];
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < count; i++) {
                random.nextBytes(piece);
                raw.seek(i * 2L * piece.length);
                raw.write(piece);
            }
        }
    }

    /** Returns the paths of a tree, relative to it and beginning with a slash. */
    public static List<String> paths(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.map(path -> "/" + tree.relativize(path)).sorted().toList();
        }
    }

    /** Gives commands to debugfs; returns what it says to each, the first line being the command. */
    public static List<String> debugfs(Path image, List<String> commands) throws IOException {
        Path script = Files.write(image.resolveSibling("debugfs-script"), commands);
        String said = Tool.run(Images.E2FSPROGS, "debugfs", "-w", "-f", script.toString(), image.toString());
        String[] answers = said.split("(?m)^debugfs: ", -1);
        return Arrays.stream(answers).skip(1).toList();
    }
}
