package io.brownout.stack;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine of this program's own: Debian's dockerd, in network, mount and process namespaces of its own. The machine's own network is left alone but for one line to the engine, and every container ends with this program, however it ends. Takes root.
 *
 * <p>Images stay in its data root from one start to the next; containers do not. Safe for any thread, as its client is.
 */
public final class ContainerEngine implements AutoCloseable {
    private static final int MTU = 1400;
    /** Containers that do not listen to SIGTERM are killed after ten seconds. */
    private static final Duration STOP = Duration.ofSeconds(20);

    private final PrivateFolder folder;
    private final FileChannel lockFile;
    private final Process process;
    private final EngineClient client;

    private ContainerEngine(PrivateFolder folder, FileChannel lockFile, Process process) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.process = process;
        this.client = EngineClient.behind(folder.resolve("docker.sock"));
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param dataRoots where engines keep their images, each in a folder of its own; it takes the first that no other engine uses
     * @throws HarnessException if it does not come up by then, with what it said
     */
    public static ContainerEngine start(Path dataRoots, Deadline deadline) {
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        FileChannel lockFile = null;
        try {
            DataRoot free = DataRoot.lock(dataRoots);
            lockFile = free.lock();
            Process process = run(folder, free.path());
            ContainerEngine engine = new ContainerEngine(folder, lockFile, process);
            try {
                engine.awaitAnswer(deadline);
                engine.removeContainers();
                return engine;
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (IOException e) {
            close(lockFile);
            folder.close();
            throw new HarnessException(
                    "the container engine could not be started in %s: %s".formatted(dataRoots, e), e);
        }
    }

    private static Process run(PrivateFolder folder, Path dataRoot) throws IOException {
        Path script = folder.resolve("engine.sh");
        try (InputStream source = ContainerEngine.class.getResourceAsStream("engine.sh")) {
            if (source == null) {
                throw new HarnessException("engine.sh is missing from the program's jar; build it anew");
            }
            Files.copy(source, script);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        script.toString(),
                        Long.toString(ProcessHandle.current().pid()),
                        folder.path().toString(),
                        dataRoot.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("engine.log").toFile());
        builder.environment().put("MTU", Integer.toString(MTU));
        return folder.own(builder).start();
    }

    /** A folder that no other engine uses while its lock is open. */
    private record DataRoot(Path path, FileChannel lock) {
        static DataRoot lock(Path parent) throws IOException {
            for (int number = 0; ; number++) {
                Path path = Files.createDirectories(parent.resolve(Integer.toString(number)));
                FileChannel channel = FileChannel.open(
                        path.resolve("brownout.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (holds(channel)) {
                    return new DataRoot(path, channel);
                }
                channel.close();
            }
        }

        private static boolean holds(FileChannel channel) throws IOException {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                return false; // By this program itself.
            }
        }
    }

    /** Nothing tells when a socket begins to be listened to, so it is asked again and again. */
    private void awaitAnswer(Deadline deadline) {
        while (!answers()) {
            if (!process.isAlive() || deadline.left().isZero()) {
                throw new HarnessException(
                        "expected a container engine to answer, %s; it said: %s; ./brownout doctor says what is missing"
                                .formatted(process.isAlive() ? "it does not yet" : "it has ended", log()));
            }
            pause();
        }
    }

    private boolean answers() {
        return Files.exists(folder.resolve("docker.sock")) && client.answers();
    }

    private void pause() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while the container engine was starting", e);
        }
    }

    /** The script says which of the lines between this machine and its engines was free. */
    private int line() {
        try {
            return Integer.parseInt(Files.readString(folder.resolve("line")).strip());
        } catch (IOException e) {
            throw new HarnessException("the container engine does not say where it is: " + e.getMessage(), e);
        }
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("engine.log"));
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(nothing that could be read: " + e.getMessage() + ")";
        }
    }

    /** What a killed run left in the data root. */
    private void removeContainers() {
        client.docker()
                .listContainersCmd()
                .withShowAll(true)
                .exec()
                .forEach(left -> client.docker()
                        .removeContainerCmd(left.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }

    /** Returns the client of its API. */
    public EngineClient client() {
        return client;
    }

    /** Returns the address at which this machine, its emulated boards and the engine itself find what containers publish. */
    public String address() {
        return "198.18.%d.2".formatted(line());
    }

    /** Returns the address at which containers and emulated boards find what listens on this machine. */
    public String hostAddress() {
        return "198.18.%d.1".formatted(line());
    }

    @Override
    public void close() {
        client.close();
        stop();
        close(lockFile);
        folder.close();
    }

    /** The engine is asked; all that is left is killed, and with the engine, process 1 of its namespace, every container. */
    private void stop() {
        List<ProcessHandle> all = process.descendants().toList();
        all.stream().filter(ContainerEngine::isEngine).forEach(ProcessHandle::destroy);
        try {
            process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        all.forEach(it -> it.onExit().join());
    }

    private static boolean isEngine(ProcessHandle handle) {
        return handle.info().command().filter(it -> it.endsWith("/dockerd")).isPresent();
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new HarnessException("the lock of the container engine could not be given back: " + e, e);
            }
        }
    }
}
