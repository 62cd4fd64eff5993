package io.brownout.cli;

import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The folder that one command writes: {@code out/<utc-time>-<command>/}, which {@code out/latest} points at.
 *
 * @param path of the folder
 */
record RunFolder(Path path) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Creates the folder of a command that begins now. */
    static RunFolder create(Path out, String command, Instant now) {
        try {
            Files.createDirectories(out);
            Path folder = createFree(out, NAME.format(now) + "-" + command);
            pointLatest(out, folder);
            return new RunFolder(folder);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write the run to %s: %s; give --out a folder that can be written".formatted(out, e), e);
        }
    }

    /** Two runs may begin in one second. */
    private static Path createFree(Path out, String name) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path folder = out.resolve(attempt == 1 ? name : name + "-" + attempt);
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // The next number is free, or the one after it.
            }
        }
    }

    private static void pointLatest(Path out, Path folder) throws IOException {
        Path link = Files.createTempDirectory(out, ".latest").resolve("link");
        Files.createSymbolicLink(link, folder.getFileName());
        Files.move(link, out.resolve("latest"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(link.getParent());
    }
}
