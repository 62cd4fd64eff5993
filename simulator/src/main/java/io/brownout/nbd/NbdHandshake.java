package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.FLAG_FIXED_NEWSTYLE;
import static io.brownout.nbd.NbdProtocol.FLAG_NO_ZEROES;
import static io.brownout.nbd.NbdProtocol.LONGEST_OPTION;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The haggling before the first request: fixed newstyle, as the specification's sections of that name have it. */
final class NbdHandshake {
    private static final int FLAGS = NbdProtocol.HAS_FLAGS
            | NbdProtocol.SEND_FLUSH
            | NbdProtocol.SEND_FUA
            | NbdProtocol.SEND_TRIM
            | NbdProtocol.SEND_WRITE_ZEROES
            | NbdProtocol.CAN_MULTI_CONN;

    private final NbdWire wire;
    private final NbdExport export;
    private boolean noZeroes;
    private boolean structured;

    NbdHandshake(NbdWire wire, NbdExport export) {
        this.wire = wire;
        this.export = export;
    }

    private enum Next {
        OPTION,
        REQUESTS,
        END
    }

    /** Says whether reads are to be answered in chunks; of use after {@link #run}. */
    boolean isStructured() {
        return structured;
    }

    /** Haggles; false if the connection is to end rather than go over to requests. */
    boolean run() throws IOException {
        wire.output()
                .putLong(NbdProtocol.NBDMAGIC)
                .putLong(NbdProtocol.IHAVEOPT)
                .putShort((short) (FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES));
        wire.require(4);
        int clientFlags = wire.input().getInt();
        if ((clientFlags & ~(FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES)) != 0) {
            return false; // "Client flags": a server must end the connection if it does not know one.
        }
        noZeroes = (clientFlags & FLAG_NO_ZEROES) != 0;
        Next next = Next.OPTION;
        while (next == Next.OPTION) {
            next = nextOption();
        }
        wire.send();
        return next == Next.REQUESTS;
    }

    private Next nextOption() throws IOException {
        wire.require(16);
        long magic = wire.input().getLong();
        int type = wire.input().getInt();
        long length = Integer.toUnsignedLong(wire.input().getInt());
        if (magic != NbdProtocol.IHAVEOPT) {
            return Next.END;
        }
        if (length > LONGEST_OPTION) {
            return tooBig(type, length);
        }
        wire.require((int) length);
        ByteBuffer data = wire.input().slice(wire.input().position(), (int) length);
        wire.input().position(wire.input().position() + (int) length);
        return answer(type, NbdOption.decode(type, data));
    }

    private Next tooBig(int type, long length) throws IOException {
        if (length > NbdProtocol.MAXIMUM_PAYLOAD || type == NbdProtocol.OPT_EXPORT_NAME) {
            return Next.END;
        }
        for (long left = length; left > 0; ) {
            int step = (int) Math.min(left, LONGEST_OPTION);
            wire.require(step);
            wire.input().position(wire.input().position() + step);
            left -= step;
        }
        reply(type, NbdProtocol.REP_ERR_TOO_BIG, "the option is longer than %d bytes".formatted(LONGEST_OPTION));
        return Next.OPTION;
    }

    private Next answer(int type, NbdOption option) throws IOException {
        return switch (option) {
            case NbdOption.ExportName(String name) -> exportName(name);
            case NbdOption.Abort() -> {
                reply(type, NbdProtocol.REP_ACK, "");
                yield Next.END;
            }
            case NbdOption.ListExports() -> {
                listExports(type);
                yield Next.OPTION;
            }
            case NbdOption.StructuredReplies() -> {
                structured = true;
                reply(type, NbdProtocol.REP_ACK, "");
                yield Next.OPTION;
            }
            case NbdOption.Describe describe -> describe(type, describe);
            case NbdOption.Unknown(int unknown) -> {
                reply(type, NbdProtocol.REP_ERR_UNSUP, "option %d is not known here".formatted(unknown));
                yield Next.OPTION;
            }
            case NbdOption.Malformed(int bad, String why) -> {
                reply(type, NbdProtocol.REP_ERR_INVALID, "option %d: %s".formatted(bad, why));
                yield Next.OPTION;
            }
        };
    }

    private boolean isOurs(String name) {
        return name.isEmpty() || name.equals(export.name());
    }

    private int transmissionFlags() {
        return structured ? FLAGS | NbdProtocol.SEND_DF : FLAGS;
    }

    private Next exportName(String name) throws IOException {
        if (!isOurs(name)) {
            return Next.END;
        }
        wire.reserve(10 + NbdProtocol.EXPORT_NAME_ZEROES);
        wire.output().putLong(export.bytes()).putShort((short) transmissionFlags());
        if (!noZeroes) {
            wire.output().put(new byte[NbdProtocol.EXPORT_NAME_ZEROES]);
        }
        return Next.REQUESTS;
    }

    private void listExports(int type) throws IOException {
        byte[] name = export.name().getBytes(UTF_8);
        reply(
                type,
                NbdProtocol.REP_SERVER,
                ByteBuffer.allocate(4 + name.length).putInt(name.length).put(name));
        reply(type, NbdProtocol.REP_ACK, "");
    }

    private Next describe(int type, NbdOption.Describe describe) throws IOException {
        if (!isOurs(describe.name())) {
            reply(type, NbdProtocol.REP_ERR_UNKNOWN, "there is no export of that name");
            return Next.OPTION;
        }
        reply(
                type,
                NbdProtocol.REP_INFO,
                ByteBuffer.allocate(12)
                        .putShort((short) NbdProtocol.INFO_EXPORT)
                        .putLong(export.bytes())
                        .putShort((short) transmissionFlags()));
        reply(
                type,
                NbdProtocol.REP_INFO,
                ByteBuffer.allocate(14)
                        .putShort((short) NbdProtocol.INFO_BLOCK_SIZE)
                        .putInt(NbdProtocol.MINIMUM_BLOCK)
                        .putInt(NbdProtocol.PREFERRED_BLOCK)
                        .putInt(NbdProtocol.MAXIMUM_PAYLOAD));
        if (describe.wanted().get(NbdProtocol.INFO_NAME)) {
            byte[] name = export.name().getBytes(UTF_8);
            ByteBuffer info = ByteBuffer.allocate(2 + name.length);
            reply(
                    type,
                    NbdProtocol.REP_INFO,
                    info.putShort((short) NbdProtocol.INFO_NAME).put(name));
        }
        reply(type, NbdProtocol.REP_ACK, "");
        return describe.go() ? Next.REQUESTS : Next.OPTION;
    }

    private void reply(int option, int type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        reply(option, type, ByteBuffer.allocate(bytes.length).put(bytes));
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
