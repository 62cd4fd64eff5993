package io.brownout.features;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A program of the test machine's that works on a card that was taken out: mtools for its FAT, e2fsprogs for its other file systems. */
final class HostTool {
    private static final int SECONDS = 120;

    private HostTool() {}

    /**
     * What a tool said and how it ended.
     *
     * @param exitCode of the process
     * @param text standard output and standard error, as they came
     */
    record Result(int exitCode, String text) {}

    /** Runs a tool and returns its output; any other exit code than 0 is an error of the harness. */
    static Result run(String... command) {
        return run(Set.of(0), command);
    }

    /** Runs a tool whose exit code must be one of those given. */
    static Result run(Set<Integer> accepted, String... command) {
        try {
            Path output = Files.createTempFile("brownout-tool", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                return finished(accepted, List.of(command), process, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new HarnessException(
                    "%s could not be run: %s; ./brownout doctor says what is missing"
                            .formatted(command[0], e.getMessage()),
                    e);
        }
    }

    private static Result finished(Set<Integer> accepted, List<String> command, Process process, Path output)
            throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new HarnessException("%s did not end within %d s".formatted(command, SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for " + command, e);
        } finally {
            process.destroyForcibly();
        }
        Result result = new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        if (!accepted.contains(result.exitCode())) {
            throw new HarnessException("%s ended with %d, expected one of %s; it said: %s"
                    .formatted(
                            command, result.exitCode(), accepted, result.text().strip()));
        }
        return result;
    }
}
