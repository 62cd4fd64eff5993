package io.brownout.filesystem;

/** The checksum of the first journals that had one: CRC-32 with the highest bit first and no inversion at the end (Linux {@code lib/crc32.c}, {@code crc32_be}). */
final class Crc32 {
    /** What a checksum begins with that continues none. */
    static final int BEGIN = ~0;

    private static final int POLYNOMIAL = 0x04C11DB7; // IEEE 802.3
    private static final int[] TABLE = table();

    private Crc32() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int value = 0; value < 256; value++) {
            int crc = value << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
            }
            table[value] = crc;
        }
        return table;
    }

    static int of(int begin, byte[] bytes) {
        int crc = begin;
        for (byte value : bytes) {
            crc = (crc << 8) ^ TABLE[((crc >>> 24) ^ value) & 0xff];
        }
        return crc;
    }
}
