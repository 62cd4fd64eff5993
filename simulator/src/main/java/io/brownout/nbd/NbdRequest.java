package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.CMD_FLAG_DF;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_FAST_ZERO;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_FUA;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_NO_HOLE;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_REQ_ONE;

import java.nio.ByteBuffer;

/**
 * A request, decoded ("Request message").
 *
 * @param flags command flags
 * @param type of the command
 * @param cookie to be given back with the answer
 * @param length unsigned
 */
record NbdRequest(int flags, int type, long cookie, long offset, long length) {
    /** Decodes the 28 bytes at the buffer's position, behind the magic, which the caller has checked. */
    static NbdRequest decode(ByteBuffer buffer) {
        return new NbdRequest(
                Short.toUnsignedInt(buffer.getShort()),
                Short.toUnsignedInt(buffer.getShort()),
                buffer.getLong(),
                buffer.getLong(),
                Integer.toUnsignedLong(buffer.getInt()));
    }

    boolean isForced() {
        return (flags & CMD_FLAG_FUA) != 0;
    }

    boolean wantsOneExtent() {
        return (flags & CMD_FLAG_REQ_ONE) != 0;
    }

    /** Says how many bytes follow it. */
    long payload() {
        return type == NbdProtocol.CMD_WRITE ? length : 0;
    }

    private boolean isChange() {
        return type == NbdProtocol.CMD_WRITE || type == NbdProtocol.CMD_TRIM || type == NbdProtocol.CMD_WRITE_ZEROES;
    }

    /**
     * Checks that it can be done.
     *
     * @throws NbdRefusal with the error that "Request types" and "Error values" name for it
     */
    void check(NbdTerms terms) {
        // "Command flags": FUA is good for every command; what is not documented for a command is not.
        int known = knownFlags(terms) | CMD_FLAG_FUA;
        if ((flags & ~known) != 0) {
            throw new NbdRefusal(NbdError.EINVAL, "flags %#x, known for it are %#x".formatted(flags, known));
        }
        if (type == NbdProtocol.CMD_FLUSH) {
            if (offset != 0 || length != 0) {
                throw new NbdRefusal(NbdError.EINVAL, "a flush has neither offset nor length");
            }
            return;
        }
        if (terms.readOnly() && isChange()) {
            throw new NbdRefusal(NbdError.EPERM, "the export is read-only");
        }
        checkStretch(terms.bytes());
    }

    private int knownFlags(NbdTerms terms) {
        return switch (type) {
            case NbdProtocol.CMD_READ -> terms.structured() ? CMD_FLAG_DF : 0;
            case NbdProtocol.CMD_WRITE_ZEROES -> CMD_FLAG_NO_HOLE | CMD_FLAG_FAST_ZERO;
            case NbdProtocol.CMD_WRITE, NbdProtocol.CMD_FLUSH, NbdProtocol.CMD_TRIM, NbdProtocol.CMD_CACHE -> 0;
            case NbdProtocol.CMD_BLOCK_STATUS -> {
                if (!terms.allocation()) {
                    throw new NbdRefusal(NbdError.EINVAL, "no metadata context was selected");
                }
                yield CMD_FLAG_REQ_ONE;
            }
            default -> throw new NbdRefusal(NbdError.EINVAL, "command %d is not known here".formatted(type));
        };
    }

    private void checkStretch(long bytes) {
        boolean carries = type == NbdProtocol.CMD_READ || type == NbdProtocol.CMD_WRITE;
        boolean aligned = offset % NbdProtocol.MINIMUM_BLOCK == 0 && length % NbdProtocol.MINIMUM_BLOCK == 0;
        if (!aligned || length == 0 || (carries && length > NbdProtocol.MAXIMUM_PAYLOAD)) {
            // "Block size constraints"; a length of 0 is nobody's to define.
            throw new NbdRefusal(
                    NbdError.EINVAL,
                    "%d bytes at %s, expected multiples of %d, and a payload of at most %d"
                            .formatted(
                                    length,
                                    Long.toUnsignedString(offset),
                                    NbdProtocol.MINIMUM_BLOCK,
                                    NbdProtocol.MAXIMUM_PAYLOAD));
        }
        if (offset < 0 || offset > bytes - length) {
            boolean writes = type == NbdProtocol.CMD_WRITE || type == NbdProtocol.CMD_WRITE_ZEROES;
            throw new NbdRefusal(
                    writes ? NbdError.ENOSPC : NbdError.EINVAL,
                    "%d bytes at %s, the export has %d".formatted(length, Long.toUnsignedString(offset), bytes));
        }
    }
}
