package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds feature files. */
final class Features {
    private Features() {}

    /** Throws {@link UsageException} unless there is a file or a folder, perhaps with {@code :LINE} behind it. */
    static void check(String place) {
        if (!Files.exists(Path.of(place.replaceFirst("(:\\d+)+$", "")))) {
            throw new UsageException("expected a feature file or folder, there is none at %s".formatted(place));
        }
    }

    /** Returns the feature files that lie in a folder itself, sorted; a file (perhaps with {@code :LINE}) stands for itself. */
    static List<String> in(String place) {
        Path folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".feature"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new HarnessException("cannot list %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
