package io.brownout.card;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private folder for a socket or a file that must not stay behind: removed when closed and when the JVM ends, also by SIGTERM.
 *
 * <p>It holds a locked file for as long as this process lives. What a kill leaves behind is therefore known by its lock being free, and the next process to make such a folder removes it.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final String PREFIX = "brownout-card-";
    private static final String LOCK = "lock";
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final int LONGEST_SOCKET_FOLDER = 70; // sun_path holds 108 bytes; unix(7)
    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFolder::closeAll));
    }

    private final Path path;
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates one in the machine's folder for such, with a path short enough for a UNIX socket. */
    static TemporaryFolder create() {
        return createIn(root());
    }

    /** Creates one that only this user can enter, after it has removed what killed processes have left in the same place. */
    static TemporaryFolder createIn(Path root) {
        sweep(root);
        try {
            Path path = Files.createTempDirectory(
                    root, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock _ = channel.lock();
            TemporaryFolder folder = new TemporaryFolder(path, channel);
            OPEN.add(folder);
            if (ending) {
                // Added first and asked then: either whoever removes them all has seen this one, or it is removed here.
                folder.close();
                throw new HarnessException("no temporary folder is made any more, since this program is ending");
            }
            return folder;
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot create a temporary folder in %s: %s; name one that can be written (-Djava.io.tmpdir)"
                            .formatted(root, e),
                    e);
        }
    }

    private static Path root() {
        Path configured = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        return configured.toString().length() <= LONGEST_SOCKET_FOLDER ? configured : Path.of("/tmp");
    }

    Path path() {
        return path;
    }

    private static void sweep(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            folders.filter(it -> it.getFileName().toString().startsWith(PREFIX) && !isOurs(it))
                    .forEach(TemporaryFolder::sweepOne);
        } catch (IOException e) {
            return; // The folder that cannot be listed will be named when one is to be made in it.
        }
    }

    /** Says whether it is one of this process: closing a lock file of ours that we had opened a second time would free our lock on it; fcntl(2). */
    private static boolean isOurs(Path folder) {
        return OPEN.stream().anyMatch(it -> it.path.equals(folder));
    }

    private static void sweepOne(Path folder) {
        Path lockFile = folder.resolve(LOCK);
        try {
            if (Files.getLastModifiedTime(lockFile)
                    .toInstant()
                    .isAfter(Instant.now().minus(YOUNG))) {
                return; // Perhaps just being made, and not locked yet.
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    @Nullable FileLock held = channel.tryLock()) {
                if (held != null) {
                    delete(folder);
                }
            }
        } catch (IOException | OverlappingFileLockException e) {
            return; // Another user's, or just being removed by another process.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void closeAll() {
        ending = true;
        for (TemporaryFolder folder : List.copyOf(OPEN)) {
            try {
                folder.close();
            } catch (HarnessException e) {
                System.err.println(e.getMessage()); // The JVM is ending; the others are still to be removed.
            }
        }
    }

    /** Removes it; blocks while another thread does so already, as the end of the JVM may. */
    @Override
    public synchronized void close() {
        if (!OPEN.remove(this)) {
            return;
        }
        try (lock) {
            delete(path);
        } catch (IOException e) {
            throw new HarnessException("cannot remove the temporary folder %s: %s".formatted(path, e), e);
        }
    }
}
