package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The images that recipes have built, kept in the user's cache by a digest of what decides them. What is not there yet is built; two programs that want the same image build it once.
 *
 * <p>Safe for any thread. {@link #image} blocks for the time of a build: a quarter of a minute for {@code probe}, minutes for {@code resinos} from nothing.
 */
public final class ImageStore {
    private static final int SHOWN = 5;
    /** File locks are held by the JVM, not the thread, and refuse a second one in it; so threads queue here first. */
    private static final ReentrantLock ONE_BUILD_HERE = new ReentrantLock();

    private final Path recipes;
    private final Path cache;
    private final Consumer<String> progress;

    /**
     * Uses the recipes of a folder.
     *
     * @param cache usually {@link #usualCache}
     * @param progress takes one plain line for each step of a build
     */
    public ImageStore(Path recipes, Path cache, Consumer<String> progress) {
        this.recipes = recipes.toAbsolutePath();
        this.cache = cache.toAbsolutePath();
        this.progress = progress;
    }

    /** Returns {@code $XDG_CACHE_HOME/brownout/images}, or the same below {@code ~/.cache} (XDG Base Directory Specification). */
    public static Path usualCache() {
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path root = chosen == null || chosen.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(chosen);
        return root.resolve("brownout").resolve("images");
    }

    /**
     * Returns an image, built if need be.
     *
     * @throws io.brownout.board.UsageException if there is no such recipe
     * @throws HarnessException if it cannot be built, with the last lines of the build
     */
    public Image image(ImageName name) {
        Recipe recipe = Recipe.find(recipes, name.recipe());
        Path finished = finished(name);
        if (!Files.exists(finished)) {
            ONE_BUILD_HERE.lock();
            try {
                buildLocked(recipe, name, program(recipe), cache.resolve("built"), finished);
            } finally {
                ONE_BUILD_HERE.unlock();
            }
        }
        return ImageManifest.read(name, finished);
    }

    /** Returns the folder of the recipes. */
    public Path recipeFolder() {
        return recipes;
    }

    /** Returns where what is built is kept. */
    public Path cache() {
        return cache;
    }

    /** Returns the names of the recipes, in order. */
    public List<String> recipes() {
        return Recipe.known(recipes);
    }

    /** Returns what is in the cache, the newest first. */
    public List<BuiltImage> built() {
        Path built = cache.resolve("built");
        if (!Files.isDirectory(built)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(built)) {
            return folders.filter(folder -> Files.exists(folder.resolve("manifest.json")))
                    .map(this::inCache)
                    .sorted(Comparator.comparing(BuiltImage::builtAt).reversed())
                    .toList();
        } catch (IOException e) {
            throw new HarnessException("cannot read the image cache %s: %s".formatted(built, e), e);
        }
    }

    private BuiltImage inCache(Path folder) {
        ImageName name = ImageManifest.nameIn(folder);
        try {
            return new BuiltImage(
                    name,
                    folder,
                    Files.getLastModifiedTime(folder).toInstant(),
                    recipes().contains(name.recipe()) && folder.equals(finished(name)));
        } catch (IOException e) {
            throw new HarnessException("cannot read the image cache %s: %s".formatted(folder, e), e);
        }
    }

    /** Removes an image from the cache. A board whose card it is already keeps it until it has no power any more. */
    public void remove(BuiltImage image) {
        Path away = image.folder().resolveSibling(".removed-" + image.folder().getFileName());
        try {
            Files.move(
                    image.folder(),
                    away,
                    StandardCopyOption.ATOMIC_MOVE); // So that a half that is left never passes for an image.
        } catch (IOException e) {
            throw new HarnessException("cannot remove %s from the image cache: %s".formatted(image.folder(), e), e);
        }
        PrivateFolder.delete(away);
    }

    private Path finished(ImageName name) {
        Recipe recipe = Recipe.find(recipes, name.recipe());
        return cache.resolve("built")
                .resolve("%s-%s-%s".formatted(name.recipe(), name.version(), recipe.key(name, program(recipe))));
    }

    private Optional<Path> program(Recipe recipe) {
        return recipe.holdsContainers() ? Optional.of(DeviceProgram.packedIn(cache)) : Optional.empty();
    }

    private void buildLocked(Recipe recipe, ImageName name, Optional<Path> program, Path built, Path finished) {
        try {
            Files.createDirectories(built);
            try (FileChannel channel = FileChannel.open(
                            finished.resolveSibling(finished.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (!Files.exists(finished)) { // Else another program built it while this one waited.
                    PrivateFolder.sweep(built);
                    build(recipe, name, program, built, finished);
                }
            }
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot build image %s in %s: %s; is the disk full? XDG_CACHE_HOME names another place for what is built"
                            .formatted(name, built, e),
                    e);
        }
    }

    private void build(Recipe recipe, ImageName name, Optional<Path> program, Path built, Path finished)
            throws IOException {
        Path log = finished.resolveSibling(finished.getFileName() + ".log");
        try (PrivateFolder folder = PrivateFolder.create(built)) {
            Path output = folder.resolve("image");
            ProcessBuilder builder = folder.own(new ProcessBuilder(arguments(recipe, name, output)));
            program.ifPresent(jar -> builder.environment()
                    .putAll(Map.of(
                            "BROWNOUT_DEVICE_PROGRAM", jar.toString(), "JAVA_HOME", System.getProperty("java.home"))));
            Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .start();
            List<String> said = follow(process, log);
            int status = process.waitFor();
            if (status != 0 || !Files.isDirectory(output)) {
                throw new HarnessException("image %s could not be built, status %d: %s; log: %s"
                        .formatted(
                                name,
                                status,
                                String.join(" | ", said.subList(Math.max(0, said.size() - SHOWN), said.size())),
                                log));
            }
            Files.move(output, finished, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while image %s was built".formatted(name), e);
        }
    }

    private List<String> arguments(Recipe recipe, ImageName name, Path output) {
        List<String> line = new ArrayList<>(List.of(
                recipe.script().toString(),
                "--version",
                name.version(),
                "--variant",
                name.variant().word(),
                "--output",
                output.toString(),
                "--cache",
                cache.toString()));
        name.options().stream().sorted().forEach(option -> line.addAll(List.of("--option", option.word())));
        name.fault().ifPresent(fault -> line.addAll(List.of("--fault", fault)));
        return line;
    }

    /** Passes on the lines that the recipe addresses to people, and keeps all of them in the log. */
    private List<String> follow(Process process, Path log) throws IOException {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                var out = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line + "\n");
                said.add(line);
                if (line.startsWith("images: ")) {
                    progress.accept(line);
                }
            }
        }
        return said;
    }
}
