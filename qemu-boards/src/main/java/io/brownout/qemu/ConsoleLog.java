package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The full text of a board's console on disk, one line a write, so that a killed run keeps what it had. Not safe for several threads. */
final class ConsoleLog implements AutoCloseable {
    private final Path path;
    private final OutputStream out;

    private ConsoleLog(Path path, OutputStream out) {
        this.path = path;
        this.out = out;
    }

    /** Creates a log with a name that nobody has taken in the folder: a second board of the same name gets {@code name-2.log}. */
    static ConsoleLog create(Path folder, String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        try {
            Files.createDirectories(folder);
            Optional<ConsoleLog> created = tryCreate(folder.resolve(safe + ".log"));
            for (int number = 2; created.isEmpty(); number++) {
                created = tryCreate(folder.resolve("%s-%d.log".formatted(safe, number)));
            }
            return created.get();
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write console logs to %s: %s; give --out a folder that can be written".formatted(folder, e),
                    e);
        }
    }

    private static Optional<ConsoleLog> tryCreate(Path path) throws IOException {
        try {
            return Optional.of(new ConsoleLog(
                    path, Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    void write(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HarnessException("cannot write the console log %s: %s; is the disk full?".formatted(path, e), e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new HarnessException("cannot finish the console log %s: %s".formatted(path, e), e);
        }
    }
}
