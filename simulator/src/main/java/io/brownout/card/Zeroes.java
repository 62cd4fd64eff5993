package io.brownout.card;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Finds content that is not worth keeping. */
final class Zeroes {
    private static final int STEP = 1 << 14;
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[STEP]);

    private Zeroes() {}

    /** Says whether a stretch of memory, of any length but 0, is nothing but zeroes; most that is not is known by its first byte. */
    static boolean fill(MemorySegment memory, long offset, int length) {
        if (length == 0 || memory.get(ValueLayout.JAVA_BYTE, offset) != 0) {
            return false;
        }
        for (int done = 0; done < length; done += STEP) {
            int step = Math.min(STEP, length - done);
            if (MemorySegment.mismatch(memory, offset + done, offset + done + step, ZEROES, 0, step) >= 0) {
                return false;
            }
        }
        return true;
    }
}
