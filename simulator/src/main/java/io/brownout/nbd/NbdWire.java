package io.brownout.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** The two buffers of a connection: what has come and is not used up, and what is to go. Both grow to the longest message there is. Belongs to the thread that made it; its memory is free when it is closed. */
final class NbdWire implements AutoCloseable {
    /** So much larger than what is read ahead that what is left at its end is seldom moved to its beginning. */
    private static final int INPUT_BYTES = 1 << 18;

    /** Behind a longer message nothing is read ahead: it would have to be moved before the next one fits. */
    private static final int READ_AHEAD_BYTES = 1 << 17;

    private static final int OUTPUT_BYTES = 1 << 16;

    private final ByteChannel channel;
    private NbdBuffer input = new NbdBuffer(INPUT_BYTES);
    private NbdBuffer output = new NbdBuffer(OUTPUT_BYTES);
    private int inputFilled;

    NbdWire(ByteChannel channel) {
        this.channel = channel;
        input.bytes().flip();
    }

    /** Returns what has come. */
    ByteBuffer input() {
        return input.bytes();
    }

    /** Returns the memory of {@link #input}; index 0 is index 0 of the buffer. */
    MemorySegment inputMemory() {
        return input.memory();
    }

    ByteBuffer output() {
        return output.bytes();
    }

    MemorySegment outputMemory() {
        return output.memory();
    }

    /** Waits until at least so many bytes have come; sends what is to go before it waits. EOFException if the peer ends first. */
    void require(int bytes) throws IOException {
        if (input().remaining() >= bytes) {
            return;
        }
        send();
        makeInputRoom(bytes);
        ByteBuffer free = input();
        int position = free.position();
        int most = Math.min(Math.max(bytes, READ_AHEAD_BYTES), free.capacity() - position);
        free.limit(position + most).position(position + inputFilled);
        while (inputFilled < bytes) {
            int count = channel.read(free);
            if (count < 0) {
                throw new EOFException("the peer has closed the connection");
            }
            inputFilled += count;
        }
        free.flip().position(position);
    }

    private void makeInputRoom(int bytes) {
        inputFilled = input().remaining();
        if (inputFilled == 0) {
            input().clear().flip();
        }
        if (input().position() + bytes <= input().capacity()) {
            return;
        }
        if (bytes > input().capacity()) {
            NbdBuffer grown = new NbdBuffer(roundUp(bytes) + READ_AHEAD_BYTES);
            grown.bytes().put(input()).flip();
            input.close();
            input = grown;
        } else {
            input().compact().flip();
        }
    }

    /** Makes room for a message that is to go. */
    void reserve(int bytes) throws IOException {
        if (output().remaining() >= bytes) {
            return;
        }
        send();
        if (output().capacity() < bytes) {
            NbdBuffer grown = new NbdBuffer(roundUp(bytes));
            output.close();
            output = grown;
        }
    }

    private static int roundUp(int bytes) {
        return Integer.highestOneBit(bytes - 1) << 1;
    }

    /** Sends what is to go. */
    void send() throws IOException {
        ByteBuffer going = output();
        if (going.position() == 0) {
            return;
        }
        going.flip();
        while (going.hasRemaining()) {
            channel.write(going);
        }
        going.clear();
    }

    @Override
    public void close() {
        input.close();
        output.close();
    }
}
