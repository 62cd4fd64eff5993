package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A real server that a device meets in the field: a process on this machine's loopback that logs line by line. It dies when this is closed, and with this program; its folder goes with it.
 *
 * <p>Not safe for several threads. The listener is called on a thread of its own.
 */
final class ServerProcess implements AutoCloseable {
    /** The last of the lines of a process that has ended; no server logs a NUL. */
    private static final String END = "\0";

    private final PrivateFolder folder;
    private final List<String> command;
    private final Consumer<String> listener;
    private BlockingQueue<String> lines;
    private Process process;

    /**
     * Starts it; {@link HarnessException} if its program is not there.
     *
     * @param folder where it works; this closes it, also if it cannot start
     * @param listener hears each line that it logs
     */
    ServerProcess(PrivateFolder folder, List<String> command, Consumer<String> listener) {
        this.folder = folder;
        this.command = List.copyOf(command);
        this.listener = listener;
        lines = new LinkedBlockingQueue<>();
        try {
            process = start(lines);
        } catch (HarnessException e) {
            folder.close();
            throw e;
        }
    }

    /** Returns a TCP port of the loopback that was free a moment ago. */
    static int freeTcpPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback());
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new HarnessException("this machine has no free TCP port: " + e.getMessage(), e);
        }
    }

    /** Returns a UDP port of the loopback that was free a moment ago. */
    static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(loopback())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new HarnessException("this machine has no free UDP port: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress loopback() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    private Process start(BlockingQueue<String> into) {
        try {
            Process started = folder.own(
                            new ProcessBuilder(command).directory(folder.path().toFile()))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader said = started.inputReader(StandardCharsets.UTF_8);
            // No virtual one: waiting for a pipe, it would keep a thread of theirs for itself.
            Thread.ofPlatform()
                    .daemon()
                    .name(command.getFirst() + " " + started.pid())
                    .start(() -> {
                        try (said) {
                            said.lines().forEach(line -> {
                                listener.accept(line);
                                into.add(line);
                            });
                        } catch (IOException | java.io.UncheckedIOException e) {
                            into.add("its log cannot be read any more: " + e.getMessage());
                        } finally {
                            into.add(END);
                        }
                    });
            return started;
        } catch (IOException e) {
            throw new HarnessException(
                    "%s could not be started: %s; ./brownout doctor says what is missing"
                            .formatted(command.getFirst(), e.getMessage()),
                    e);
        }
    }

    /** Waits for the next line that it logs with this text; closes this and says what it logged instead if it ends or the deadline comes first. */
    void await(String text, Deadline deadline) {
        List<String> seen = new ArrayList<>();
        try {
            for (String line = next(deadline); !line.equals(END); line = next(deadline)) {
                seen.add(line);
                if (line.contains(text)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for " + command.getFirst(), e);
        }
        close();
        throw new HarnessException(
                "expected %s to say \"%s\", it said: %s".formatted(command, text, String.join("\n", seen)));
    }

    private String next(Deadline deadline) throws InterruptedException {
        String line = lines.poll(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        return line == null ? END : line;
    }

    /** Stops answering, without a word to anybody, as when a line is cut. */
    void fallSilent() {
        HostTool.run("kill", "-STOP", String.valueOf(process.pid()));
    }

    /** Goes on as another process, which knows nothing of what was before. */
    void startAnew() {
        process.destroyForcibly().onExit().join();
        lines = new LinkedBlockingQueue<>();
        process = start(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        folder.close();
    }
}
