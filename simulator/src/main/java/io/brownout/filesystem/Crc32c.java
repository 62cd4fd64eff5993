package io.brownout.filesystem;

/**
 * The Castagnoli checksum as ext4 and jbd2 use it: from any beginning and without the inversion at the end, so that one checksum can continue another (Linux {@code lib/crc32.c}, {@code __crc32c_le}).
 * The JDK's own cannot begin anywhere but at its own beginning.
 */
final class Crc32c {
    /** What a checksum begins with that continues none. */
    static final int BEGIN = ~0;

    private static final int POLYNOMIAL = 0x82F63B78; // RFC 3720, appendix B.4, reflected
    private static final int[][] TABLES = tables();

    private Crc32c() {}

    private static int[][] tables() {
        int[][] tables = new int[8][256];
        for (int value = 0; value < 256; value++) {
            int crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            tables[0][value] = crc;
        }
        for (int value = 0; value < 256; value++) {
            for (int ahead = 1; ahead < 8; ahead++) {
                int before = tables[ahead - 1][value];
                tables[ahead][value] = (before >>> 8) ^ tables[0][before & 0xff];
            }
        }
        return tables;
    }

    static int of(int begin, byte[] bytes) {
        return of(begin, bytes, 0, bytes.length);
    }

    /** Eight bytes a step, with a table for each (Kounavis and Berry, "A Systematic Approach to Building High Performance Software-Based CRC Generators", 2005). */
    static int of(int begin, byte[] bytes, int from, int length) {
        int crc = begin;
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            int low = crc ^ (int) StoredNumbers.little32(bytes, at);
            int high = (int) StoredNumbers.little32(bytes, at + 4);
            crc = TABLES[7][low & 0xff]
                    ^ TABLES[6][(low >>> 8) & 0xff]
                    ^ TABLES[5][(low >>> 16) & 0xff]
                    ^ TABLES[4][low >>> 24]
                    ^ TABLES[3][high & 0xff]
                    ^ TABLES[2][(high >>> 8) & 0xff]
                    ^ TABLES[1][(high >>> 16) & 0xff]
                    ^ TABLES[0][high >>> 24];
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ TABLES[0][(crc ^ bytes[at]) & 0xff];
        }
        return crc;
    }
}
