package io.brownout.cli;

import io.brownout.board.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the launcher belongs to. */
final class Home {
    private Home() {}

    /** Returns its path. */
    static Path path() {
        Path home = Path.of(System.getProperty("brownout.home", ""))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(home.resolve("qemu-boards/images"))) {
            throw new UsageException(
                    "expected Brownout's checkout at %s, but it has no qemu-boards/images; start the program through its launcher, ./brownout"
                            .formatted(home));
        }
        return home;
    }
}
