package io.brownout.bench;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a benchmark. It belongs to a {@link PrivateFolder}, so that it does not outlive this JVM. */
final class OwnProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Path said;

    private OwnProcess(List<String> command, Process process, Path said) {
        this.command = command;
        this.process = process;
        this.said = said;
    }

    /** Starts one; what it says goes to a file of that name in the folder. */
    static OwnProcess start(List<String> command, PrivateFolder folder, String outputName) {
        Path said = folder.resolve(outputName);
        ProcessBuilder builder = folder.own(new ProcessBuilder(command))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        try {
            return new OwnProcess(List.copyOf(command), builder.start(), said);
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot start %s: %s; ./brownout doctor says what is missing"
                            .formatted(command.getFirst(), e.getMessage()),
                    e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for it to end well; HarnessException with what it said if it does not, or not in time. */
    void await(Deadline deadline) {
        try {
            if (!process.waitFor(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
                throw failed(
                        "did not end within %d s".formatted(deadline.allowed().toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for " + command.getFirst(), e);
        }
        if (process.exitValue() != 0) {
            throw failed("ended with " + process.exitValue());
        }
    }

    HarnessException failed(String how) {
        return new HarnessException("%s %s; it said: %s; the command: %s"
                .formatted(command.getFirst(), how, lastWords(), String.join(" ", command)));
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(said, StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - 5), lines.size());
            return last.isEmpty() ? "nothing" : String.join(" | ", last);
        } catch (IOException e) {
            return "unknown, since " + e.getMessage();
        }
    }

    /** Asks it to end, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE)) {
                process.destroyForcibly().waitFor(GRACE);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
