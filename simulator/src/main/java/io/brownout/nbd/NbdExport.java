package io.brownout.nbd;

import java.lang.foreign.MemorySegment;

/**
 * What an {@link NbdServer} serves. Offsets and lengths are of whole sectors and lie on the card; the server has checked that. Called by the threads of all connections.
 *
 * <p>Every method may throw {@link PowerGoneException}: then the request is not answered, and neither is any later one.
 */
public interface NbdExport {
    /** Returns the name that clients ask for. */
    String name();

    /** Says how many bytes it has. */
    long bytes();

    /** Reads into memory. */
    void read(long offset, int length, MemorySegment target, long at);

    /** Writes from memory, which is only lent for the call; {@code forced} asks for it to be durable before it returns (FUA). */
    void write(long offset, int length, MemorySegment source, long at, boolean forced);

    /** Gives a stretch up; it reads as zeroes from then on. */
    void trim(long offset, long length, boolean forced);

    /** Makes a stretch zeroes. */
    void writeZeroes(long offset, long length, boolean forced);

    /** Makes everything answered so far durable. */
    void flush();
}
