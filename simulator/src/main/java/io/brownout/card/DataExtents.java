package io.brownout.card;

import io.brownout.board.HarnessException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.BitSet;

/** Finds out which parts of a sparse file are not holes, by lseek(2) with SEEK_DATA and SEEK_HOLE, which the JDK has no other way to. */
final class DataExtents {
    private static final int READ_ONLY = 0;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int ENXIO = 6; // lseek(2): there is no data from there on.
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle LSEEK = handle(
            "lseek",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private DataExtents() {}

    @SuppressWarnings("restricted") // Plain system calls; the launcher enables native access.
    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** Adds to a set each chunk of a file, counted from 0, that holds at least one byte that is not in a hole. */
    static void mark(Path file, int chunkBytes, BitSet chunks) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
            int descriptor = (int) OPEN.invokeExact(path, READ_ONLY);
            if (descriptor < 0) {
                throw new HarnessException("cannot open %s".formatted(file));
            }
            try {
                mark(descriptor, arena.allocate(STATE), chunkBytes, chunks);
            } finally {
                int _ = (int) CLOSE.invokeExact(descriptor);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a system call threw", e); // invokeExact declares it; no C function does it.
        }
    }

    private static void mark(int descriptor, MemorySegment state, int chunkBytes, BitSet chunks) throws Throwable {
        long hole = 0;
        while (true) {
            long data = (long) LSEEK.invokeExact(state, descriptor, hole, SEEK_DATA);
            if (data < 0 && (int) ERRNO.get(state, 0L) == ENXIO) {
                return;
            }
            hole = data < 0 ? data : (long) LSEEK.invokeExact(state, descriptor, data, SEEK_HOLE);
            if (hole < 0) {
                throw new HarnessException("lseek finds no data: errno %d".formatted((int) ERRNO.get(state, 0L)));
            }
            chunks.set(Math.toIntExact(data / chunkBytes), Math.toIntExact((hole - 1) / chunkBytes) + 1);
        }
    }
}
