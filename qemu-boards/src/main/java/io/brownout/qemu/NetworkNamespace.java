package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace of this program's own: a thread lives in it, and whatever that thread opens or starts belongs to it for good, whoever uses it later. Nothing of it reaches any other network. Takes root.
 *
 * <p>It ends with the last of its sockets and processes, so that nothing is left of it when this program is killed. Safe for any thread.
 */
public final class NetworkNamespace implements AutoCloseable {
    /** CLONE_NEWNET, include/uapi/linux/sched.h. */
    private static final int NEW_NETWORK = 0x4000_0000;

    private static final int NOT_PERMITTED = 1;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("network namespace").factory());

    private NetworkNamespace() {}

    /** Makes one, with nothing in it but a loopback that is down; {@link HarnessException} if this program may not. */
    public static NetworkNamespace create() {
        NetworkNamespace namespace = new NetworkNamespace();
        try {
            namespace.inside(() -> {
                unshare();
                return true;
            });
            return namespace;
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** Does something in it that takes little time: opens a socket, starts a process. What it throws is thrown. Blocks while others do. */
    public <T> T inside(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException itself) {
                throw itself;
            }
            throw new HarnessException(
                    "what was to be done in a network namespace failed: %s".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while something was done in a network namespace", e);
        }
    }

    /** The kernel's call is for the thread that makes it, which is what is wanted here; the JDK has none. */
    @SuppressWarnings("restricted")
    private static void unshare() {
        Linker linker = Linker.nativeLinker();
        StructLayout state = Linker.Option.captureStateLayout();
        MethodHandle unshare = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("unshare"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            int result = (int) unshare.invokeExact(captured, NEW_NETWORK);
            if (result != 0) {
                int error = captured.get(ValueLayout.JAVA_INT, 0);
                throw new HarnessException("no network namespace could be made: unshare(2) says errno %d%s"
                        .formatted(error, error == NOT_PERMITTED ? ", not permitted; run this as root" : ""));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new HarnessException("unshare(2) could not be called: " + e, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
