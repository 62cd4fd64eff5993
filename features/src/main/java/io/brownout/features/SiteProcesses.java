package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.qemu.NetworkNamespace;
import io.brownout.qemu.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The processes of a site, all in its namespace and all dead when it ends, or this program does. Safe for any thread. */
final class SiteProcesses implements AutoCloseable {
    private final PrivateFolder folder;
    private final NetworkNamespace namespace;
    private final List<Process> running = new ArrayList<>();

    SiteProcesses(PrivateFolder folder, NetworkNamespace namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /** Starts one that need not say anything; the listener hears each line that it says, on a thread of its own. */
    synchronized void start(List<String> command, Consumer<String> listener) {
        Process process = begin(command);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        listen(() -> {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    listener.accept(line);
                }
            } catch (IOException e) {
                // It has been ended.
            }
        });
    }

    /** A virtual thread that waits for a pipe keeps one of the few threads below it for itself: some of them, and no other virtual thread runs any more, such as the one that hears a board's console. */
    private static void listen(Runnable work) {
        Thread.ofPlatform().daemon().name("listening to a process of a site").start(work);
    }

    private Process begin(List<String> command) {
        Process process = namespace.inside(() -> folder.own(new ProcessBuilder(command))
                .redirectErrorStream(true)
                .start());
        running.add(process);
        return process;
    }

    /** Starts one, and waits until it says a word that means it is ready. */
    synchronized Process start(List<String> command, String word) throws IOException {
        Process process = begin(command);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains(word)) {
                listen(() -> drain(lines));
                return process;
            }
        }
        throw new IOException("expected %s to say %s, it ended and said: %s".formatted(command.getFirst(), word, said));
    }

    /** What it says later is of no interest, but it must never wait for us. */
    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {}
        } catch (IOException e) {
            // It has been ended.
        }
    }

    /** Runs one that ends soon and has nothing to say, unless it fails. */
    void run(List<String> command) throws IOException {
        Process process = namespace.inside(() -> folder.own(new ProcessBuilder(command))
                .redirectErrorStream(true)
                .start());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (awaitEnd(process) != 0) {
            throw new IOException("%s failed and said: %s".formatted(command.getFirst(), said.strip()));
        }
    }

    /** Ends one, and returns when it is gone and its ports are free. */
    synchronized void end(Process process) {
        running.remove(process);
        process.destroyForcibly();
        awaitEnd(process);
    }

    private static int awaitEnd(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while process %d was ended".formatted(process.pid()), e);
        }
    }

    @Override
    public synchronized void close() {
        running.reversed().forEach(Process::destroyForcibly);
        running.clear();
    }
}
