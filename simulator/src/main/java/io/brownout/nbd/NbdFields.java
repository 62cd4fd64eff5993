package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Takes the fields out of the data of an option, one after the other, and believes none of their lengths. */
final class NbdFields {
    private final ByteBuffer data;

    NbdFields(ByteBuffer data) {
        this.data = data;
    }

    /** The data are not what the type of the option asks for: "NBD_REP_ERR_INVALID". */
    static final class MalformedException extends Exception {
        MalformedException(String why) {
            super(why, null, false, false); // No stack: it becomes an answer.
        }
    }

    int remaining() {
        return data.remaining();
    }

    /** Takes 16 bits. */
    int small() throws MalformedException {
        requireRoom(Short.BYTES);
        return Short.toUnsignedInt(data.getShort());
    }

    /** Takes 32 bits, unsigned. */
    long number() throws MalformedException {
        requireRoom(Integer.BYTES);
        return Integer.toUnsignedLong(data.getInt());
    }

    /** Takes a string behind its length. */
    String string() throws MalformedException {
        return string(number());
    }

    /** Takes a string that is all the rest. */
    String rest() throws MalformedException {
        return string(data.remaining());
    }

    /** "Conventions": UTF-8, no NUL, at most 4096 bytes. */
    private String string(long bytes) throws MalformedException {
        if (bytes > NbdProtocol.LONGEST_STRING) {
            throw new MalformedException(
                    "a string of %d bytes, expected at most %d".formatted(bytes, NbdProtocol.LONGEST_STRING));
        }
        requireRoom(bytes);
        ByteBuffer encoded = data.slice(data.position(), (int) bytes);
        data.position(data.position() + (int) bytes);
        try {
            String text = UTF_8.newDecoder().decode(encoded).toString();
            if (text.indexOf('\0') >= 0) {
                throw new MalformedException("a string with a NUL in it");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedException("a string that is not UTF-8");
        }
    }

    private void requireRoom(long bytes) throws MalformedException {
        if (bytes > data.remaining()) {
            throw new MalformedException("it ends %d bytes too early".formatted(bytes - data.remaining()));
        }
    }

    /** Checks that nothing is left over. */
    void requireEnd() throws MalformedException {
        if (data.hasRemaining()) {
            throw new MalformedException("%d bytes more than it can have".formatted(data.remaining()));
        }
    }
}
