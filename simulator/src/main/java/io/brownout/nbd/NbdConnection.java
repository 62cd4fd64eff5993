package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.REQUEST_BYTES;
import static io.brownout.nbd.NbdProtocol.SIMPLE_REPLY_BYTES;
import static io.brownout.nbd.NbdProtocol.STRUCTURED_HEADER_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One client of the server, on one thread: takes its requests in order and answers each before it takes the next, but sends the answers only when it would have to wait for more. */
final class NbdConnection {
    private final NbdWire wire;
    private final NbdExport export;
    private final long bytes;
    private boolean structured;

    NbdConnection(SocketChannel socket, NbdExport export) {
        this.wire = new NbdWire(socket);
        this.export = export;
        this.bytes = export.bytes();
    }

    /**
     * Serves until the client ends.
     *
     * @throws PowerGoneException if the card has no power any more: nothing must be sent or closed then until the board is dead, since a board whose power goes sees nothing either
     */
    void serve() throws IOException {
        NbdHandshake handshake = new NbdHandshake(wire, export);
        if (!handshake.run()) {
            return;
        }
        structured = handshake.isStructured();
        while (serveOne()) {
            // Each turn is one request.
        }
        wire.send();
    }

    private boolean serveOne() throws IOException {
        wire.require(REQUEST_BYTES);
        if (wire.input().getInt() != NbdProtocol.REQUEST_MAGIC) {
            return false; // "Request message": there is no way to find the next request again.
        }
        NbdRequest request = NbdRequest.decode(wire.input());
        if (request.type() == NbdProtocol.CMD_DISC) {
            return false;
        }
        if (request.payload() > NbdProtocol.MAXIMUM_PAYLOAD) {
            return false; // "Block size constraints": too much to read and throw away.
        }
        int payload = (int) request.payload();
        wire.require(payload);
        int error = request.error(bytes, structured);
        if (error == 0) {
            perform(request);
        } else if (structured && request.type() == NbdProtocol.CMD_READ) {
            structuredError(request, error);
        } else {
            simpleReply(request, error);
        }
        wire.input().position(wire.input().position() + payload);
        return true;
    }

    private void perform(NbdRequest request) throws IOException {
        switch (request.type()) {
            case NbdProtocol.CMD_READ -> read(request);
            case NbdProtocol.CMD_WRITE ->
                export.write(
                        request.offset(),
                        (int) request.length(),
                        wire.inputMemory(),
                        wire.input().position(),
                        request.isForced());
            case NbdProtocol.CMD_TRIM -> export.trim(request.offset(), request.length(), request.isForced());
            case NbdProtocol.CMD_WRITE_ZEROES ->
                export.writeZeroes(request.offset(), request.length(), request.isForced());
            case NbdProtocol.CMD_FLUSH -> export.flush();
            default -> throw new IllegalStateException("request type " + request.type() + " passed the check");
        }
        if (request.type() != NbdProtocol.CMD_READ) {
            simpleReply(request, 0);
        }
    }

    private void read(NbdRequest request) throws IOException {
        int length = (int) request.length();
        wire.reserve(STRUCTURED_HEADER_BYTES + 8 + length);
        ByteBuffer output = wire.output();
        int begin = output.position();
        int header = structured ? STRUCTURED_HEADER_BYTES + 8 : SIMPLE_REPLY_BYTES;
        export.read(request.offset(), length, wire.outputMemory(), begin + header);
        if (structured) {
            chunk(output, request, NbdProtocol.REPLY_TYPE_OFFSET_DATA, 8 + length)
                    .putLong(request.offset());
        } else {
            simpleReply(request, 0);
        }
        output.position(begin + header + length);
    }

    private void simpleReply(NbdRequest request, int error) throws IOException {
        wire.reserve(SIMPLE_REPLY_BYTES);
        wire.output().putInt(NbdProtocol.SIMPLE_REPLY_MAGIC).putInt(error).putLong(request.cookie());
    }

    private void structuredError(NbdRequest request, int error) throws IOException {
        wire.reserve(STRUCTURED_HEADER_BYTES + 6);
        chunk(wire.output(), request, NbdProtocol.REPLY_TYPE_ERROR, 6)
                .putInt(error)
                .putShort((short) 0);
    }

    private static ByteBuffer chunk(ByteBuffer output, NbdRequest request, int type, int length) {
        return output.putInt(NbdProtocol.STRUCTURED_REPLY_MAGIC)
                .putShort((short) NbdProtocol.REPLY_FLAG_DONE)
                .putShort((short) type)
                .putLong(request.cookie())
                .putInt(length);
    }
}
