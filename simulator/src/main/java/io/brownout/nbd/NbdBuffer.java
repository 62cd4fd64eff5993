package io.brownout.nbd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Memory outside the heap, as bytes to read and write and as a segment; of one thread, and free at once when closed, not when a collector comes by. */
final class NbdBuffer implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;
    private final ByteBuffer bytes;

    NbdBuffer(int capacity) {
        memory = arena.allocate(capacity, Long.BYTES);
        bytes = memory.asByteBuffer();
    }

    MemorySegment memory() {
        return memory;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
