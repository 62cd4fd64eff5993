package io.brownout.nbd;

import static io.brownout.nbd.NbdProtocol.CMD_FLAG_DF;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_FUA;
import static io.brownout.nbd.NbdProtocol.CMD_FLAG_NO_HOLE;

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

    boolean isWrite() {
        return type == NbdProtocol.CMD_WRITE;
    }

    boolean isForced() {
        return (flags & CMD_FLAG_FUA) != 0;
    }

    /** Says how many bytes follow it. */
    long payload() {
        return isWrite() ? length : 0;
    }

    /**
     * Returns the error that the specification names for a request like this; 0 for none.
     *
     * @param bytes size of the export
     * @param structured whether structured replies were negotiated, which the DF flag needs
     */
    int error(long bytes, boolean structured) {
        return switch (type) {
            case NbdProtocol.CMD_READ -> error(bytes, structured ? CMD_FLAG_FUA | CMD_FLAG_DF : CMD_FLAG_FUA, true);
            case NbdProtocol.CMD_WRITE -> error(bytes, CMD_FLAG_FUA, true);
            case NbdProtocol.CMD_TRIM -> error(bytes, CMD_FLAG_FUA, false);
            case NbdProtocol.CMD_WRITE_ZEROES -> error(bytes, CMD_FLAG_FUA | CMD_FLAG_NO_HOLE, false);
            // "Request types": offset and length of a flush must be zero.
            case NbdProtocol.CMD_FLUSH ->
                (flags & ~CMD_FLAG_FUA) == 0 && offset == 0 && length == 0 ? 0 : NbdProtocol.EINVAL;
            default -> NbdProtocol.EINVAL;
        };
    }

    private int error(long bytes, int allowedFlags, boolean hasPayload) {
        boolean aligned = offset % NbdProtocol.MINIMUM_BLOCK == 0 && length % NbdProtocol.MINIMUM_BLOCK == 0;
        boolean tooLong = hasPayload && length > NbdProtocol.MAXIMUM_PAYLOAD;
        if ((flags & ~allowedFlags) != 0 || !aligned || tooLong || length == 0) {
            return NbdProtocol.EINVAL;
        }
        if (offset < 0 || offset > bytes - length) {
            // "Request types": ENOSPC for what would write behind the end, EINVAL for the rest.
            return type == NbdProtocol.CMD_WRITE || type == NbdProtocol.CMD_WRITE_ZEROES
                    ? NbdProtocol.ENOSPC
                    : NbdProtocol.EINVAL;
        }
        return 0;
    }
}
