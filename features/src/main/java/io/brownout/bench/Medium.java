package io.brownout.bench;

import io.brownout.board.ByteSize;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** What a folder lies on. */
final class Medium {
    /** Every Linux with glibc has it: POSIX shared memory lies there. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private Medium() {}

    /** Returns a folder on a file system in memory. */
    static Path memory() {
        if (!Files.isWritable(SHARED_MEMORY) || !of(SHARED_MEMORY).equals("tmpfs")) {
            throw new UsageException(
                    "expected a tmpfs that can be written at %s; mount one there".formatted(SHARED_MEMORY));
        }
        return SHARED_MEMORY;
    }

    /** Names the file system, for example {@code tmpfs} or {@code ext4}. */
    static String of(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            throw new UsageException(
                    "cannot tell which file system %s lies on: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Makes a file of zeroes and returns it. */
    static Path file(Path path, ByteSize size) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size.bytes());
            return path;
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot make %s of %s: %s; is the disk full?".formatted(path, size, e.getMessage()), e);
        }
    }

    /** Waits until everything that was written below a folder is where it belongs; in memory it always is. */
    static void settle(Path folder) {
        if (of(folder).equals("tmpfs")) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(false);
                }
            }
        } catch (IOException e) {
            throw new HarnessException("cannot write back %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
