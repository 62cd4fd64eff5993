package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder that builds an image; the contract is in {@code qemu-boards/images/README.md}.
 *
 * @param folder holds the executable {@code build.sh}
 */
record Recipe(Path folder) {
    /** Finds the recipe of a name; {@link UsageException} that lists the known ones if there is none. */
    static Recipe find(Path recipes, String name) {
        Path folder = recipes.resolve(name);
        if (Files.isExecutable(folder.resolve("build.sh"))) {
            return new Recipe(folder);
        }
        throw new UsageException("there is no recipe for image \"%s\"; known: %s, in %s"
                .formatted(name, String.join(", ", known(recipes)), recipes));
    }

    /** Returns the names of the recipes of a folder, in order. */
    static List<String> known(Path recipes) {
        try (Stream<Path> folders = Files.list(recipes)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("build.sh")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException("cannot read the image recipes in %s: %s".formatted(recipes, e), e);
        }
    }

    Path script() {
        return folder.resolve("build.sh");
    }

    /** Says whether what it builds holds container images, which the device's program is part of. */
    boolean holdsContainers() {
        try {
            return !containers().isEmpty();
        } catch (IOException e) {
            throw new HarnessException("cannot read the recipe %s: %s".formatted(folder, e), e);
        }
    }

    /**
     * Returns a digest of all that decides what it builds: its files and those of the recipes it builds on, but for faults that are not planted, those of the containers it holds, the shared ones, and the parameters. Debian's package versions of the day are not part of it.
     *
     * @param program the device's program, whose file name tells its content; for a recipe that holds containers
     */
    String key(ImageName name, Optional<Path> program) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, name.toString());
            for (Path part : layers()) {
                addFolder(digest, part, file -> decides(part, file, name));
            }
            for (Path container : containers()) {
                addFolder(digest, container, _ -> true);
            }
            program.ifPresent(jar -> add(digest, jar.getFileName().toString()));
            addFolder(digest, folder.resolveSibling("common"), _ -> true);
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException | UncheckedIOException e) {
            throw new HarnessException("cannot read the recipe %s: %s".formatted(folder, e), e);
        }
    }

    /** The recipe's folder, and before it those that it builds on: {@code layers.list} names them, one a line. */
    private List<Path> layers() throws IOException {
        List<Path> layers = siblings(folder.resolve("layers.list"));
        layers.add(folder);
        return layers;
    }

    /** The folders whose {@code container.sh} builds what it holds: {@code containers.list} of it or of a recipe that it builds on names them, one a line. */
    private List<Path> containers() throws IOException {
        List<Path> containers = new ArrayList<>();
        for (Path layer : layers()) {
            containers.addAll(siblings(layer.resolve("containers.list")));
        }
        return containers;
    }

    private List<Path> siblings(Path list) throws IOException {
        List<Path> named = new ArrayList<>();
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list)) {
                named.add(folder.resolveSibling(line.strip()));
            }
        }
        return named;
    }

    private static boolean decides(Path layer, Path file, ImageName name) {
        Path faults = layer.resolve("faults");
        return !file.startsWith(faults)
                || name.faults().stream().anyMatch(it -> file.equals(faults.resolve(it + ".sh")));
    }

    private static void addFolder(MessageDigest digest, Path root, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path file :
                    entries.filter(Files::isRegularFile).filter(wanted).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                add(digest, "%s %b %d".formatted(root.relativize(file), Files.isExecutable(file), content.length));
                digest.update(content);
            }
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
