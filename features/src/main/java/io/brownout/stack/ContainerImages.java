package io.brownout.stack;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Container images that recipes of ours put together from Debian packages, without an engine; kept in the user's cache by what decides them.
 *
 * @param recipes the folder of the image recipes, each with its {@code container.sh}
 * @param cache of the image recipes, usually {@link io.brownout.qemu.ImageStore#usualCache}
 */
record ContainerImages(Path recipes, Path cache) {
    private static final String SCRIPT = "container-image.sh";

    /**
     * Returns the archive of an image, for {@link EngineClient#load}; built if the cache has none.
     *
     * @throws UsageException if there is no such recipe
     * @throws HarnessException if it cannot be built by then
     */
    Path archive(String recipe, String version, Deadline deadline) {
        if (!Files.exists(recipes.resolve(recipe).resolve("container.sh"))) {
            throw new UsageException("there is no recipe of a container image \"%s\" in %s".formatted(recipe, recipes));
        }
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            Path said = folder.resolve("said");
            Path log = folder.resolve("log");
            Process process = folder.own(new ProcessBuilder(
                            "sh",
                            recipes.resolve("common").resolve(SCRIPT).toString(),
                            recipe,
                            version,
                            cache.toString()))
                    .redirectOutput(said.toFile())
                    .redirectError(log.toFile())
                    .start();
            Duration left = deadline.left();
            if (!process.waitFor(left) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new HarnessException(
                        "expected the container image %s:%s to be built within %d s; the recipe said: %s"
                                .formatted(
                                        recipe,
                                        version,
                                        left.toSeconds(),
                                        Files.readString(log).strip()));
            }
            return Path.of(Files.readString(said, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new HarnessException("the container image %s could not be built: %s".formatted(recipe, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while the container image %s was built".formatted(recipe), e);
        }
    }
}
