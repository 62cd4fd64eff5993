package io.brownout.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The two buffers of a connection: what has come and is not used up, and what is to go. Both grow to the longest message there is. */
final class NbdWire {
    private static final int INPUT_BYTES = 1 << 17;
    private static final int OUTPUT_BYTES = 1 << 16;

    private final SocketChannel socket;
    private ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).flip();
    private ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);
    private int inputFilled;
    private MemorySegment inputMemory = MemorySegment.ofBuffer(input.duplicate().clear());
    private MemorySegment outputMemory =
            MemorySegment.ofBuffer(output.duplicate().clear());

    NbdWire(SocketChannel socket) {
        this.socket = socket;
    }

    /** Returns what has come. */
    ByteBuffer input() {
        return input;
    }

    /** Returns the memory of {@link #input}; index 0 is index 0 of the buffer. */
    MemorySegment inputMemory() {
        return inputMemory;
    }

    ByteBuffer output() {
        return output;
    }

    MemorySegment outputMemory() {
        return outputMemory;
    }

    /** Waits until at least so many bytes have come; sends what is to go before it waits. EOFException if the peer ends first. */
    void require(int bytes) throws IOException {
        if (input.remaining() >= bytes) {
            return;
        }
        send();
        makeInputRoom(bytes);
        int position = input.position();
        input.limit(input.capacity()).position(position + inputFilled);
        while (inputFilled < bytes) {
            int count = socket.read(input);
            if (count < 0) {
                throw new EOFException("the peer has closed the connection");
            }
            inputFilled += count;
        }
        input.flip().position(position);
    }

    private void makeInputRoom(int bytes) {
        inputFilled = input.remaining();
        if (inputFilled == 0) {
            input.clear().flip();
        }
        if (input.position() + bytes <= input.capacity()) {
            return;
        }
        if (bytes > input.capacity()) {
            ByteBuffer grown = ByteBuffer.allocateDirect(roundUp(bytes));
            grown.put(input).flip();
            input = grown;
            inputMemory = MemorySegment.ofBuffer(grown.duplicate().clear());
        } else {
            input.compact().flip();
        }
    }

    /** Makes room for a message that is to go. */
    void reserve(int bytes) throws IOException {
        if (output.remaining() >= bytes) {
            return;
        }
        send();
        if (output.capacity() < bytes) {
            output = ByteBuffer.allocateDirect(roundUp(bytes));
            outputMemory = MemorySegment.ofBuffer(output.duplicate().clear());
        }
    }

    private static int roundUp(int bytes) {
        return Integer.highestOneBit(bytes - 1) << 1;
    }

    /** Sends what is to go. */
    void send() throws IOException {
        if (output.position() == 0) {
            return;
        }
        output.flip();
        while (output.hasRemaining()) {
            socket.write(output);
        }
        output.clear();
    }
}
