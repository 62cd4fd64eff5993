package io.brownout.card;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * XXH64 with seed 0, after its specification (github.com/Cyan4973/xxHash, doc/xxhash_spec.md, "XXH64 algorithm description"): quick enough to hash each request as it passes, and any machine's {@code xxhsum -H1} agrees with it.
 */
final class ContentHash {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_1_PLUS_2 = 0x60EA27EEADC0B5D6L; // modulo 2^64
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ContentHash() {}

    /** Hashes an array. */
    static long of(byte[] content) {
        return of(MemorySegment.ofArray(content), 0, content.length);
    }

    /** Hashes a stretch of memory. */
    static long of(MemorySegment memory, long offset, long length) {
        long end = offset + length;
        long at = offset;
        long hash;
        if (length >= 32) {
            long a = PRIME_1_PLUS_2;
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; at <= end - 32; at += 32) {
                a = round(a, memory.get(LONG, at));
                b = round(b, memory.get(LONG, at + 8));
                c = round(c, memory.get(LONG, at + 16));
                d = round(d, memory.get(LONG, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = PRIME_5;
        }
        return avalanche(tail(memory, at, end, hash + length));
    }

    private static long tail(MemorySegment memory, long from, long end, long start) {
        long hash = start;
        long at = from;
        for (; at <= end - 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, memory.get(LONG, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at <= end - 4) {
            hash ^= Integer.toUnsignedLong(memory.get(INT, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < end; at++) {
            hash ^= Byte.toUnsignedLong(memory.get(ValueLayout.JAVA_BYTE, at)) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long start) {
        long hash = (start ^ start >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
