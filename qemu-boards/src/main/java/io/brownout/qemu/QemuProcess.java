package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One QEMU: from a power-on or a reset to the next. Safe for any thread.
 *
 * <p>It belongs to a {@link PrivateFolder}, and with it to the {@link Guardian}: it does not outlive this JVM.
 */
final class QemuProcess implements AutoCloseable {
    /** QEMU is there in a tenth of a second; a machine under heavy load has been seen to take several. */
    static final Duration START = Duration.ofSeconds(30);
    /** After SIGKILL only the kernel has work left to do. */
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final Process process;
    private final QemuCommand command;
    private final Path errors;
    private final QmpClient control;
    private final CompletableFuture<Void> heard;
    private volatile boolean killed;

    private QemuProcess(
            Process process, QemuCommand command, Path errors, QmpClient control, CompletableFuture<Void> heard) {
        this.process = process;
        this.command = command;
        this.errors = errors;
        this.control = control;
        this.heard = heard;
    }

    /**
     * Starts QEMU, gives its console to the listener, does what is planned and lets the guest run.
     *
     * @param deadline until which it must answer; it is killed when that has passed
     * @param errors takes what QEMU itself complains about; the evidence if it dies
     * @throws HarnessException if QEMU cannot be started or dies at once, with the last lines it wrote
     */
    static QemuProcess start(
            QemuCommand command,
            BootPlan plan,
            PrivateFolder folder,
            Path errors,
            BoardConsole console,
            Deadline deadline) {
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.addAll(plan.arguments());
        try (Listener control = Listener.at(command.controlSocket());
                Listener keys = Listener.atOrNone(command.consoleSocket().orElse(null))) {
            Process process =
                    spawn(arguments, folder, errors, command.consoleSocket().isEmpty());
            CompletableFuture<Void> _ = process.onExit().thenRun(control::close).thenRun(keys::close);
            try {
                // In the order in which QEMU makes its character devices: that of the command line.
                SocketChannel channel = keys.isNone() ? null : keys.accept(deadline);
                QmpClient client = QmpClient.greet(control.accept(deadline), deadline);
                CompletableFuture<Void> heard = new CompletableFuture<>();
                QemuProcess qemu = new QemuProcess(process, command, errors, client, heard);
                Thread.ofVirtual().name("console").start(() -> qemu.listen(plan, console, channel));
                plan.prepare(qemu, client, deadline);
                client.execute("cont", deadline);
                return qemu;
            } catch (IOException | HarnessException e) {
                throw whyNotStarted(process, errors, arguments, e);
            }
        }
    }

    private void listen(BootPlan plan, BoardConsole console, @Nullable SocketChannel channel) {
        try (InputStream in =
                plan.heard(channel == null ? process.getInputStream() : Channels.newInputStream(channel))) {
            console.listen(in, channel == null ? null : Channels.newOutputStream(channel));
            heard.complete(null);
        } catch (IOException e) {
            heard.complete(null); // A killed peer resets its connection; what it had said has been read.
        } catch (HarnessException e) {
            heard.completeExceptionally(e);
            process.destroyForcibly(); // Nobody listens any more: let it not wait for us for ever.
        }
    }

    private static Process spawn(List<String> arguments, PrivateFolder folder, Path errors, boolean consoleIsOutput) {
        ProcessBuilder builder = folder.own(new ProcessBuilder(arguments))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        if (!consoleIsOutput) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot start QEMU: %s; is %s a program that runs here?"
                            .formatted(e.getMessage(), arguments.getFirst()),
                    e);
        }
    }

    private static HarnessException whyNotStarted(
            Process process, Path errors, List<String> arguments, Exception cause) {
        // A QEMU that closed its sockets is about to end, and its status tells more than its death by our hand would.
        boolean byItself = endsSoon(process);
        process.destroyForcibly();
        int status = awaitDeath(process);
        String what = byItself
                ? "QEMU ended at start with status " + status
                : "QEMU did not answer at start (" + cause.getMessage() + ")";
        return new HarnessException(
                "%s; it said: %s; expected it to start: ./brownout doctor says whether this machine can run it; command: %s"
                        .formatted(what, lastWords(errors), String.join(" ", arguments)),
                cause);
    }

    private static boolean endsSoon(Process process) {
        try {
            return process.waitFor(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns what it was started with. */
    QemuCommand command() {
        return command;
    }

    /** Asks it to let its guest stand still, and waits for nothing. See {@link QmpClient#send} for the answer. */
    CompletableFuture<JsonNode> requestStop() {
        return control.send("stop", QmpMessage.MAPPER.createObjectNode());
    }

    /** Pulls the cable of its network, or puts it back. */
    void setLink(boolean up, Deadline deadline) {
        control.execute(
                "set_link",
                QmpMessage.MAPPER
                        .createObjectNode()
                        .put("name", QemuCommand.NETWORK)
                        .put("up", up),
                deadline);
    }

    /** Writes the machine, which stands still, to a new file. */
    void save(PrivateFolder folder, Path file, Deadline deadline) {
        MachineState.save(control, folder, file, deadline);
    }

    /** Ends it at once, as a cut does. Returns before it is gone; it executes nothing more for its guest. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Waits without limit until it has ended and everything it said has been heard. */
    Ending awaitEnding() {
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            status = awaitDeath(process);
        }
        Deadline deadline = Deadline.in(DEATH);
        control.awaitEnd(deadline);
        @Nullable HarnessException deaf = awaitHeard(deadline);
        control.close();
        if (deaf != null) {
            throw deaf;
        }
        return ending(status);
    }

    private Ending ending(int status) {
        if (killed) {
            return new Ending.Killed();
        }
        for (QmpEvent event : control.events()) {
            if (event instanceof QmpEvent.Shutdown shutdown) {
                return switch (shutdown.reason()) {
                    case "guest-reset" -> new Ending.Reset();
                    case "guest-shutdown" -> new Ending.PoweredOff("the guest switched it off");
                    case "guest-panic" -> new Ending.PoweredOff("the guest's kernel panicked");
                    default ->
                        new Ending.Died("QEMU ended, reason " + shutdown.reason() + "; it said: " + lastWords(errors));
                };
            }
        }
        return new Ending.Died("QEMU died with status %d; it said: %s".formatted(status, lastWords(errors)));
    }

    private @Nullable HarnessException awaitHeard(Deadline deadline) {
        try {
            heard.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof HarnessException known
                    ? known
                    : new HarnessException("the console's reader failed", e);
        } catch (TimeoutException e) {
            return new HarnessException(
                    "QEMU has ended, but its console did not within " + DEATH.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HarnessException("interrupted while the last of the console was read", e);
        }
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        kill();
        awaitDeath(process);
        awaitHeard(Deadline.in(DEATH));
        control.close();
    }

    private static int awaitDeath(Process process) {
        try {
            if (!process.waitFor(DEATH)) {
                throw new HarnessException("QEMU, process %d, is still there %d s after it was killed"
                        .formatted(process.pid(), DEATH.toSeconds()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while QEMU ended", e);
        }
    }

    /** Returns the end of what QEMU complained about, on one line. */
    private static String lastWords(Path errors) {
        try {
            List<String> lines = Files.readAllLines(errors, java.nio.charset.StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - 5), lines.size());
            return last.isEmpty() ? "nothing" : String.join(" | ", last);
        } catch (IOException e) {
            return "unknown, since " + e.getMessage();
        }
    }
}
