package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that come and go. */
final class Folders {
    private Folders() {}

    /** Something to do in a temporary folder. */
    @FunctionalInterface
    interface Task<T> {
        T in(Path folder) throws IOException, InterruptedException;
    }

    /** Does something in a folder that is gone afterwards, also when this program is killed meanwhile. */
    static <T> T temporary(Task<T> task) throws IOException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            return task.in(folder.path());
        }
    }

    /** Makes a folder, and those it lies in, if it is not there. */
    static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write to %s: %s; is the disk full?".formatted(folder, e.getMessage()), e);
        }
    }

    /** Deletes a folder with everything in it; nothing happens if there is none. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new HarnessException("cannot remove %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
