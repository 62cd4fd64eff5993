package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** An option that a client haggles for, decoded. */
sealed interface NbdOption {
    /** Go over to requests at once; the old way, which has no room for an error. */
    record ExportName(String name) implements NbdOption {}

    /** End the connection. */
    record Abort() implements NbdOption {}

    /** Name the exports. */
    record ListExports() implements NbdOption {}

    /**
     * Describe an export and, with {@code go}, go over to requests.
     *
     * @param wanted the information types asked for
     */
    record Describe(boolean go, String name, BitSet wanted) implements NbdOption {}

    /** Answer reads in chunks from now on. */
    record StructuredReplies() implements NbdOption {}

    /** An option that this server does not know. */
    record Unknown(int type) implements NbdOption {}

    /** An option whose data are not what its type asks for. */
    record Malformed(int type, String why) implements NbdOption {}

    /** Decodes an option from its type and its whole data. */
    static NbdOption decode(int type, ByteBuffer data) {
        return switch (type) {
            case NbdProtocol.OPT_EXPORT_NAME -> new ExportName(text(data, data.remaining()));
            case NbdProtocol.OPT_ABORT -> new Abort(); // "Option types": its data, if any, do not matter.
            case NbdProtocol.OPT_LIST -> empty(type, data, new ListExports());
            case NbdProtocol.OPT_STRUCTURED_REPLY -> empty(type, data, new StructuredReplies());
            case NbdProtocol.OPT_INFO, NbdProtocol.OPT_GO -> describe(type, data);
            default -> new Unknown(type);
        };
    }

    private static NbdOption empty(int type, ByteBuffer data, NbdOption option) {
        return data.hasRemaining() ? new Malformed(type, "it must have no data") : option;
    }

    private static NbdOption describe(int type, ByteBuffer data) {
        if (data.remaining() < 6) {
            return new Malformed(type, "it is too short");
        }
        int nameBytes = data.getInt();
        if (nameBytes < 0 || nameBytes > data.remaining() - 2) {
            return new Malformed(type, "its name is longer than itself");
        }
        String name = text(data, nameBytes);
        int count = Short.toUnsignedInt(data.getShort());
        if (data.remaining() != 2 * count) {
            return new Malformed(type, "it does not hold as many information requests as it says");
        }
        BitSet wanted = new BitSet();
        for (int i = 0; i < count; i++) {
            wanted.set(Short.toUnsignedInt(data.getShort()));
        }
        return new Describe(type == NbdProtocol.OPT_GO, name, wanted);
    }

    private static String text(ByteBuffer data, int bytes) {
        byte[] text = new byte[bytes];
        data.get(text);
        return new String(text, UTF_8);
    }
}
