package io.brownout.card;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One entry of a log in the format of the kernel's dm-log-writes target (drivers/md/dm-log-writes.c, struct log_write_entry; Documentation/admin-guide/device-mapper/log-writes.rst), which QEMU's blklogwrites and xfstests' replay-log
 * speak too. Numbers are little-endian; an entry takes one sector, and what it writes follows.
 *
 * @param sector where it writes, in sectors of the log
 * @param sectors how many of them
 * @param flags see the constants
 * @param textBytes how long the text of a mark is, which stands behind the numbers in the entry's own sector
 */
record LogEntry(long sector, long sectors, long flags, long textBytes) {
    static final int BYTES = 32;
    static final int FLUSH = 1;
    static final int FUA = 2;
    static final int DISCARD = 4;
    static final int MARK = 8;

    static final long MAGIC = 0x6a736677736872L; // WRITE_LOG_MAGIC
    static final long VERSION = 1; // WRITE_LOG_VERSION

    static LogEntry read(ByteBuffer buffer) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        return new LogEntry(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    void write(ByteBuffer buffer) {
        buffer.order(ByteOrder.LITTLE_ENDIAN)
                .putLong(sector)
                .putLong(sectors)
                .putLong(flags)
                .putLong(textBytes);
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /** Says whether what it writes follows it. */
    boolean hasContent() {
        return !is(DISCARD) && !is(MARK) && sectors > 0;
    }
}
