package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** The server's side of the haggling, encoded: "Option reply types". */
final class NbdOptionReplies {
    private final NbdWire wire;

    NbdOptionReplies(NbdWire wire) {
        this.wire = wire;
    }

    void acknowledge(int option) throws IOException {
        reply(option, NbdProtocol.REP_ACK, ByteBuffer.allocate(0));
    }

    /** Says no, with a sentence for a person to read. */
    void error(int option, int type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        reply(option, type, ByteBuffer.allocate(bytes.length).put(bytes));
    }

    void server(int option, String name) throws IOException {
        byte[] bytes = name.getBytes(UTF_8);
        reply(
                option,
                NbdProtocol.REP_SERVER,
                ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes));
    }

    void context(int option, int identifier, String name) throws IOException {
        byte[] bytes = name.getBytes(UTF_8);
        reply(
                option,
                NbdProtocol.REP_META_CONTEXT,
                ByteBuffer.allocate(4 + bytes.length).putInt(identifier).put(bytes));
    }

    /** Describes an export: always its size, flags and block sizes; its name if that was asked for. */
    void describe(int option, NbdTerms terms, BitSet wanted) throws IOException {
        information(
                option,
                NbdProtocol.INFO_EXPORT,
                ByteBuffer.allocate(10).putLong(terms.bytes()).putShort((short) terms.transmissionFlags()));
        information(
                option,
                NbdProtocol.INFO_BLOCK_SIZE,
                ByteBuffer.allocate(12)
                        .putInt(NbdProtocol.MINIMUM_BLOCK)
                        .putInt(NbdProtocol.PREFERRED_BLOCK)
                        .putInt(NbdProtocol.MAXIMUM_PAYLOAD));
        if (wanted.get(NbdProtocol.INFO_NAME)) {
            byte[] name = terms.export().name().getBytes(UTF_8);
            information(
                    option,
                    NbdProtocol.INFO_NAME,
                    ByteBuffer.allocate(name.length).put(name));
        }
        acknowledge(option);
    }

    private void information(int option, int type, ByteBuffer payload) throws IOException {
        payload.flip();
        reply(
                option,
                NbdProtocol.REP_INFO,
                ByteBuffer.allocate(2 + payload.remaining())
                        .putShort((short) type)
                        .put(payload));
    }

    /** Answers the old way of naming an export, which is no option reply. */
    void exportName(NbdTerms terms, boolean noZeroes) throws IOException {
        wire.reserve(10 + NbdProtocol.EXPORT_NAME_ZEROES);
        wire.output().putLong(terms.bytes()).putShort((short) terms.transmissionFlags());
        if (!noZeroes) {
            wire.output().put(new byte[NbdProtocol.EXPORT_NAME_ZEROES]);
        }
    }

    private void reply(int option, int type, ByteBuffer data) throws IOException {
        data.flip();
        wire.reserve(20 + data.remaining());
        wire.output()
                .putLong(NbdProtocol.OPTION_REPLY_MAGIC)
                .putInt(option)
                .putInt(type)
                .putInt(data.remaining())
                .put(data);
    }
}
