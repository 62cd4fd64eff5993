package io.brownout.card;

import java.lang.foreign.MemorySegment;

/**
 * What an {@link NbdServer} serves. Offsets and lengths are of whole sectors and lie on the card; the server has checked that. Called by the threads of all connections.
 *
 * <p>Every method may throw {@link PowerGoneException}: then the request is not answered, and neither is any later one.
 */
interface NbdExport {
    String name();

    long bytes();

    void read(long offset, int length, MemorySegment target, long at);

    void write(long offset, int length, MemorySegment source, long at, boolean forced);

    void trim(long offset, long length, boolean forced);

    void writeZeroes(long offset, long length, boolean forced);

    void flush();
}
