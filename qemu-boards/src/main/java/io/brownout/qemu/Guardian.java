package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small process that ends what this JVM started, should this JVM be killed.
 *
 * <p>There is one for a JVM. It watches a pipe that only the JVM holds, so not even SIGKILL can cheat it. A death signal asked of the kernel (PR_SET_PDEATHSIG) would be tied to the thread that
 * started the child and would kill it when that thread ends, which is why it is not used. See {@code guardian.sh}. Safe for any thread.
 */
final class Guardian {
    /** The environment variable that marks a process as belonging to a private folder. */
    static final String OWNER_VARIABLE = "BROWNOUT_OWNER";

    private final Process process;
    private final OutputStream orders;

    private Guardian(Process process) {
        this.process = process;
        this.orders = process.getOutputStream();
    }

    /** Returns this JVM's guardian, started at the first call. */
    static Guardian shared() {
        return Shared.GUARDIAN;
    }

    /** Says which process it is. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Begins to watch a folder, which need not exist yet. */
    void watch(Path folder) {
        order("watch " + folder);
    }

    /** Stops watching a folder that is gone in good order. */
    void forget(Path folder) {
        order("forget " + folder);
    }

    private synchronized void order(String order) {
        try {
            orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            throw new HarnessException(
                    "the guardian, process %d, which must outlive this program, is gone: %s; start again"
                            .formatted(process.pid(), e.getMessage()),
                    e);
        }
    }

    private static Guardian start() {
        try (InputStream script = Guardian.class.getResourceAsStream("guardian.sh")) {
            if (script == null) {
                throw new HarnessException("guardian.sh is missing from the program's jar; build it anew");
            }
            ProcessBuilder builder = new ProcessBuilder(
                            "/bin/sh", "-c", new String(script.readAllBytes(), StandardCharsets.UTF_8))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().remove(OWNER_VARIABLE);
            return new Guardian(builder.start());
        } catch (IOException e) {
            throw new HarnessException("cannot start the guardian process with /bin/sh: " + e.getMessage(), e);
        }
    }

    private static final class Shared {
        static final Guardian GUARDIAN = start();
    }
}
