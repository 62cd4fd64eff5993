package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which parts of an image are holes of its file. Looked up once, when somebody first asks: few clients do. */
final class ImageHoles {
    private static final int CHUNK_BYTES = 4096; // The block of every usual file system.
    private static final int CHUNK_SECTORS = CHUNK_BYTES / SECTOR_BYTES;

    private final Path image;
    private @Nullable BitSet data;

    ImageHoles(Path image) {
        this.image = image;
    }

    private synchronized BitSet data() {
        if (data == null) {
            data = new BitSet();
            DataExtents.mark(image, CHUNK_BYTES, data);
        }
        return data;
    }

    /** Says whether a sector is in a hole, or behind the end. */
    boolean contain(long sector) {
        return !data().get(chunk(sector));
    }

    /** Returns the first sector behind this one that may be different from it. */
    long sameUntil(long sector) {
        int chunk = chunk(sector);
        int next = data().get(chunk) ? data().nextClearBit(chunk) : data().nextSetBit(chunk);
        return next < 0 ? Long.MAX_VALUE : (long) next * CHUNK_SECTORS;
    }

    private static int chunk(long sector) {
        return Math.toIntExact(sector / CHUNK_SECTORS);
    }
}
