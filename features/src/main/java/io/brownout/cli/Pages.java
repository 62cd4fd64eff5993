package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.features.FeatureCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of the documentation that are written from what there is. */
final class Pages {
    private Pages() {}

    /** Reads Brownout's own feature files. */
    static FeatureCatalog catalog() {
        return FeatureCatalog.of(Features.in(Home.path().resolve("features").toString()).stream()
                .map(Path::of)
                .toList());
    }

    /** Writes a page, says where, and returns the exit code. */
    static int write(Path target, String page) {
        try {
            Files.writeString(target, page);
        } catch (IOException e) {
            throw new HarnessException("cannot write %s: %s".formatted(target, e.getMessage()), e);
        }
        System.out.println(target);
        return 0;
    }
}
