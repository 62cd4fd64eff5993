package io.brownout.features;

import java.io.IOException;
import java.io.InputStream;

/** The checksum by which a container engine knows the files of a layer: CRC-64 with the polynomial of ISO 3309, as Go's {@code hash/crc64} computes it (tar-split, {@code tar/storage}). */
final class LayerChecksum {
    private static final long POLYNOMIAL = 0xD800_0000_0000_0000L;
    private static final long[] TABLE = table();

    private LayerChecksum() {}

    private static long[] table() {
        long[] table = new long[256];
        for (int value = 0; value < table.length; value++) {
            long sum = value;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
            }
            table[value] = sum;
        }
        return table;
    }

    /** Reads to the end, and returns the checksum of what was there. */
    static long of(InputStream content) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long sum = -1;
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            for (int i = 0; i < count; i++) {
                sum = TABLE[(int) (sum ^ buffer[i]) & 0xff] ^ (sum >>> 8);
            }
        }
        return ~sum;
    }
}
