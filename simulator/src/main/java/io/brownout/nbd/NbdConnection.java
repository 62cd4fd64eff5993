package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.REQUEST_BYTES;
import static io.brownout.nbd.NbdProtocol.SIMPLE_REPLY_BYTES;
import static io.brownout.nbd.NbdProtocol.STRUCTURED_HEADER_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.Optional;

/** One client of the server, on one thread: takes its requests in order and answers each before it takes the next, but sends the answers only when it would have to wait for more. */
final class NbdConnection {
    private final NbdWire wire;
    private final NbdTerms terms;
    private final NbdExport export;

    private NbdConnection(NbdWire wire, NbdTerms terms) {
        this.wire = wire;
        this.terms = terms;
        this.export = terms.export();
    }

    /**
     * Serves until the client ends or breaks a rule after which nothing it says can be understood.
     *
     * @throws IOException if the client is gone
     * @throws PowerGoneException if the card has no power any more: nothing must be sent or closed then until the board is dead, since a board whose power goes sees nothing either
     */
    static void serve(ByteChannel channel, NbdExports exports) throws IOException {
        try (NbdWire wire = new NbdWire(channel);
                NbdHandshake handshake = new NbdHandshake(wire, exports)) {
            Optional<NbdTerms> terms = handshake.run();
            if (terms.isPresent()) {
                new NbdConnection(wire, terms.get()).serveAll();
            }
            wire.send();
        }
    }

    private void serveAll() throws IOException {
        while (serveOne()) {
            // Each turn is one request.
        }
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
        try {
            request.check(terms);
            perform(request);
        } catch (NbdRefusal refusal) {
            refuse(request, refusal);
        }
        wire.input().position(wire.input().position() + payload);
        return true;
    }

    private void perform(NbdRequest request) throws IOException {
        switch (request.type()) {
            case NbdProtocol.CMD_READ -> read(request);
            case NbdProtocol.CMD_BLOCK_STATUS -> blockStatus(request);
            default -> {
                performSilently(request);
                simpleReply(request, 0);
            }
        }
    }

    private void performSilently(NbdRequest request) {
        switch (request.type()) {
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
            case NbdProtocol.CMD_CACHE -> export.cache(request.offset(), request.length());
            default -> throw new IllegalStateException("request type " + request.type() + " passed the check");
        }
    }

    private void read(NbdRequest request) throws IOException {
        int length = (int) request.length();
        wire.reserve(STRUCTURED_HEADER_BYTES + 8 + length);
        ByteBuffer output = wire.output();
        int begin = output.position();
        int header = terms.structured() ? STRUCTURED_HEADER_BYTES + 8 : SIMPLE_REPLY_BYTES;
        export.read(request.offset(), length, wire.outputMemory(), begin + header);
        if (terms.structured()) {
            chunk(output, request, NbdProtocol.REPLY_TYPE_OFFSET_DATA, 8 + length)
                    .putLong(request.offset());
        } else {
            simpleReply(request, 0);
        }
        output.position(begin + header + length);
    }

    private void blockStatus(NbdRequest request) throws IOException {
        NbdExtents extents = new NbdExtents(request.wantsOneExtent());
        export.allocation(request.offset(), request.length(), extents);
        int bytes = 4 + extents.count() * NbdExtents.DESCRIPTOR_BYTES;
        wire.reserve(STRUCTURED_HEADER_BYTES + bytes);
        chunk(wire.output(), request, NbdProtocol.REPLY_TYPE_BLOCK_STATUS, bytes)
                .putInt(NbdProtocol.ALLOCATION_ID);
        extents.encode(wire.output());
    }

    /** "Structured reply chunk message": an error should go in a chunk where that was agreed upon, since there it has room for a reason. */
    private void refuse(NbdRequest request, NbdRefusal refusal) throws IOException {
        if (!terms.structured()) {
            simpleReply(request, refusal.error().value());
            return;
        }
        byte[] whole = refusal.reason().getBytes(UTF_8);
        byte[] reason = whole.length <= NbdProtocol.LONGEST_STRING ? whole : Arrays.copyOf(whole, 0);
        wire.reserve(STRUCTURED_HEADER_BYTES + 6 + reason.length);
        chunk(wire.output(), request, NbdProtocol.REPLY_TYPE_ERROR, 6 + reason.length)
                .putInt(refusal.error().value())
                .putShort((short) reason.length)
                .put(reason);
    }

    private void simpleReply(NbdRequest request, int error) throws IOException {
        wire.reserve(SIMPLE_REPLY_BYTES);
        wire.output().putInt(NbdProtocol.SIMPLE_REPLY_MAGIC).putInt(error).putLong(request.cookie());
    }

    private static ByteBuffer chunk(ByteBuffer output, NbdRequest request, int type, int length) {
        return output.putInt(NbdProtocol.STRUCTURED_REPLY_MAGIC)
                .putShort((short) NbdProtocol.REPLY_FLAG_DONE)
                .putShort((short) type)
                .putLong(request.cookie())
                .putInt(length);
    }
}
