package io.brownout.nbd;

import java.lang.foreign.MemorySegment;

/**
 * What a client of an {@link NbdServer} reads and writes. Offsets and lengths are of whole sectors and lie on the export; the server has checked that. Called by the threads of all connections that have opened it.
 *
 * <p>Every method that takes an offset, and {@link #flush}, may throw {@link NbdRefusal}: then the request is answered with its error. Or {@link PowerGoneException}: then the request is not answered, and neither is any later one.
 */
public interface NbdExport extends AutoCloseable {
    /** Returns its canonical name. */
    String name();

    /** Says how many bytes it has; always the same. */
    long bytes();

    /** Says whether all that would change it is to be refused; always the same. */
    default boolean isReadOnly() {
        return false;
    }

    /** Says whether whoever opens it by the same name sees the same content, so that a client may spread its requests over several connections; always the same. */
    default boolean isShared() {
        return true;
    }

    /** Reads into memory. */
    void read(long offset, int length, MemorySegment target, long at);

    /** Writes from memory, which is only lent for the call; {@code forced} asks for it to be durable before it returns (FUA). */
    void write(long offset, int length, MemorySegment source, long at, boolean forced);

    /** Gives a stretch up; it reads as zeroes from then on. */
    void trim(long offset, long length, boolean forced);

    /** Makes a stretch zeroes, always faster than writing them would be. */
    void writeZeroes(long offset, long length, boolean forced);

    /** Makes everything answered so far durable. */
    void flush();

    /** Hears that a stretch will be needed soon; nothing need come of it. */
    default void cache(long offset, long length) {
        // A hint is not a promise: "NBD_CMD_CACHE".
    }

    /** Tells how a region is kept, from its beginning to its end or until the listener wants no more. Says that all of it is data unless it knows better. */
    default void allocation(long offset, long length, NbdAllocation.Listener listener) {
        listener.next(length, NbdAllocation.DATA);
    }

    /** Hears that the connection which opened it has ended. Does nothing unless it belongs to that connection alone. */
    @Override
    default void close() {
        // What many connections share outlives each of them.
    }
}
