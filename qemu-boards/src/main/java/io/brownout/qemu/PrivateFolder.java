package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary folder for sockets and extracted files, readable by nobody else. It is gone after {@link #close}, or soon after this JVM's end, together with every process that was started for it.
 *
 * <p>Its name says whose it is: the process id and start of the JVM, so that {@link #sweep} can tell what a crashed machine left behind from what is in use.
 */
public final class PrivateFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("brownout-(\\d+)-(\\d+)-[0-9a-f]{8}");

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /** Creates one below the given folder, usually the system's temporary folder. */
    public static PrivateFolder create(Path parent) {
        long self = ProcessHandle.current().pid();
        Path path = parent.toAbsolutePath()
                .resolve("brownout-%d-%d-%s"
                        .formatted(
                                self,
                                startTicks(self),
                                UUID.randomUUID().toString().substring(0, 8)));
        Guardian.shared().watch(path);
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            Guardian.shared().forget(path);
            throw new HarnessException(
                    "cannot make a temporary folder in %s: %s; set TMPDIR to a folder that can be written"
                            .formatted(parent, e),
                    e);
        }
        return new PrivateFolder(path);
    }

    /** Returns the folder below which they are made: TMPDIR, or the system's. */
    public static Path usualParent() {
        String chosen = System.getenv("TMPDIR");
        return Path.of(chosen == null || chosen.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : chosen);
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /** Returns the path of something in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Marks a process about to be started, and with it all its children, as belonging to this folder. */
    public ProcessBuilder own(ProcessBuilder builder) {
        builder.environment().put(Guardian.OWNER_VARIABLE, path.toString());
        return builder;
    }

    @Override
    public void close() {
        delete(path);
        Guardian.shared().forget(path);
    }

    /** Sweeps the usual parent, the first time it is called in this JVM. */
    static void sweepOnce() {
        if (SWEPT.compareAndSet(false, true)) {
            sweep(usualParent());
        }
    }

    /** Deletes the folders of JVMs that are gone, if their guardian could not: both were killed at once. Returns what was deleted. */
    static List<Path> sweep(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            List<Path> stale = entries.filter(PrivateFolder::isStale).toList();
            return stale.stream().filter(PrivateFolder::endAndDelete).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new HarnessException("cannot look for leftovers in %s: %s".formatted(parent, e), e);
        }
    }

    private static boolean isStale(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() && startTicks(Long.parseLong(name.group(1))) != Long.parseLong(name.group(2));
    }

    /** Another user's, or one that a sweep of another program is at, stays: that is no reason not to start. */
    private static boolean endAndDelete(Path path) {
        String mark = Guardian.OWNER_VARIABLE + "=" + path;
        ProcessHandle.allProcesses()
                .filter(process -> environmentHolds(process, mark))
                .forEach(ProcessHandle::destroyForcibly);
        try {
            delete(path);
            return true;
        } catch (HarnessException e) {
            return false;
        }
    }

    private static boolean environmentHolds(ProcessHandle process, String mark) {
        try {
            return List.of(Files.readString(
                                    Path.of("/proc", Long.toString(process.pid()), "environ"),
                                    StandardCharsets.ISO_8859_1)
                            .split("\0"))
                    .contains(mark);
        } catch (IOException e) {
            return false; // It has ended meanwhile, or is another user's and so not ours.
        }
    }

    /**
     * Returns when a process started, in clock ticks since the machine did (proc(5), stat, field 22); 0 if it is not there. The JDK's start instant is of the wall clock, and moves when that is set.
     */
    private static long startTicks(long process) {
        try {
            String stat =
                    Files.readString(Path.of("/proc", Long.toString(process), "stat"), StandardCharsets.ISO_8859_1);
            // The name, field 2, stands in brackets and may hold anything.
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (IOException e) {
            return 0;
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException e) {
            return; // Somebody else, a sweep or the user, was first.
        } catch (IOException | UncheckedIOException e) {
            throw new HarnessException("cannot remove the temporary folder %s: %s".formatted(folder, e), e);
        }
    }
}
