package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.qemu.ImageStore;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/** The card of a Debian that is like anybody's: made by Debian's own tools, with nothing of ours in it. */
final class PlainDebian {
    private static final String RECIPE = "plain-debian.sh";
    /** Packages are fetched, and installed by an emulated processor. */
    private static final Duration MAKING = Duration.ofMinutes(30);

    private PlainDebian() {}

    /** Returns its raw image. Makes it if the cache has none of this recipe, which takes minutes and root. */
    static Path card() {
        byte[] recipe = recipe();
        Path kept = ImageStore.usualCache()
                .resolveSibling("other")
                .resolve("plain-debian-%s.img".formatted(digest(recipe)));
        if (!Files.exists(kept)) {
            Folders.create(Objects.requireNonNull(kept.getParent()));
            make(recipe, kept);
        }
        return kept;
    }

    /** The processes belong to the folder, and what they put aside lies in it, so nothing of either outlives this program. */
    private static void make(byte[] recipe, Path image) {
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            Path log = folder.resolve("log");
            Path script = Files.write(folder.resolve(RECIPE), recipe);
            ProcessBuilder builder = folder.own(new ProcessBuilder("sh", script.toString(), image.toString()));
            builder.environment().put("TMPDIR", folder.path().toString());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(MAKING);
            if (!ended || process.exitValue() != 0) {
                throw new HarnessException("the card of a plain Debian could not be made%s; the recipe said: %s"
                        .formatted(
                                ended ? "" : " within %d minutes".formatted(MAKING.toMinutes()),
                                Files.readString(log).strip()));
            }
        } catch (IOException e) {
            throw new HarnessException("the card of a plain Debian could not be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while the card of a plain Debian was made", e);
        }
    }

    private static byte[] recipe() {
        try (InputStream recipe = Objects.requireNonNull(PlainDebian.class.getResourceAsStream(RECIPE))) {
            return recipe.readAllBytes();
        } catch (IOException e) {
            throw new HarnessException("the recipe %s could not be read: %s".formatted(RECIPE, e.getMessage()), e);
        }
    }

    private static String digest(byte[] recipe) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(recipe), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
