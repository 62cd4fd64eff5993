package io.brownout.card;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells one raw image from another by its content: XXH64 over the numbers and the XXH64 of all chunks of 256 KiB that are not zeroes. Zeroes do not count, so that it is the same whether a copy has kept the holes.
 *
 * <p>Computed once in a process for a file that has not changed since: reading an image takes a second for each few GiB.
 */
final class ImageDigest {
    private static final int CHUNK_BYTES = 1 << 18;
    private static final Map<Known, String> KNOWN = new ConcurrentHashMap<>();

    /** A file as it was when its digest was computed. */
    private record Known(Path path, long bytes, FileTime modified) {}

    private ImageDigest() {}

    /** Returns it as 16 hex digits after {@code xxh64:}. */
    static String of(BaseImage image) {
        try {
            Known key = new Known(
                    image.path().toAbsolutePath().normalize(), image.bytes(), Files.getLastModifiedTime(image.path()));
            return KNOWN.computeIfAbsent(key, absent -> compute(image));
        } catch (IOException e) {
            throw new io.brownout.board.UsageException(
                    "cannot read the card image %s: %s".formatted(image.path(), e), e);
        }
    }

    private static String compute(BaseImage image) {
        BitSet chunks = new BitSet();
        DataExtents.mark(image.path(), CHUNK_BYTES, chunks);
        MemorySegment zeroes = MemorySegment.ofArray(new byte[CHUNK_BYTES]);
        long[] parts = new long[2 * chunks.cardinality()];
        int count = 0;
        for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
            long from = (long) chunk * CHUNK_BYTES;
            long to = Math.min(from + CHUNK_BYTES, image.bytes());
            if (MemorySegment.mismatch(image.content(), from, to, zeroes, 0, to - from) >= 0) {
                parts[count++] = chunk;
                parts[count++] = ContentHash.of(image.content(), from, to - from);
            }
        }
        return "xxh64:%016x".formatted(ContentHash.of(MemorySegment.ofArray(parts), 0, 8L * count));
    }
}
