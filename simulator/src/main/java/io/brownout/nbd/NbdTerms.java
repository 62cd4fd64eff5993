package io.brownout.nbd;

/**
 * What a client and the server have agreed upon before the first request.
 *
 * @param structured whether reads and errors are answered in chunks
 * @param allocation whether the client has selected {@code base:allocation}
 */
record NbdTerms(NbdExport export, long bytes, boolean readOnly, boolean structured, boolean allocation) {
    private static final int FLAGS = NbdProtocol.HAS_FLAGS
            | NbdProtocol.SEND_FLUSH
            | NbdProtocol.SEND_FUA
            | NbdProtocol.SEND_TRIM
            | NbdProtocol.SEND_WRITE_ZEROES
            | NbdProtocol.SEND_CACHE
            | NbdProtocol.SEND_FAST_ZERO;

    NbdTerms(NbdExport export, boolean structured, boolean allocation) {
        this(export, export.bytes(), export.isReadOnly(), structured, allocation);
    }

    /** Returns the "Transmission flags". */
    int transmissionFlags() {
        return FLAGS
                | (readOnly ? NbdProtocol.READ_ONLY : 0)
                | (structured ? NbdProtocol.SEND_DF : 0)
                | (export.isShared() ? NbdProtocol.CAN_MULTI_CONN : 0);
    }
}
