package io.brownout.testing;

import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** A view of bytes in memory. */
public final class RawView implements SectorView {
    private final byte[] content;

    public RawView(byte[] content) {
        this.content = content;
    }

    public static RawView of(Path file) throws IOException {
        return new RawView(Files.readAllBytes(file));
    }

    /** Returns a partition that is all of it. */
    public Partition whole(String label) {
        return new Partition(1, 0x83, false, 0, sectors(), label);
    }

    @Override
    public long sectors() {
        return content.length / SECTOR_BYTES;
    }

    @Override
    public byte[] read(long sector, int count) {
        int from = Math.toIntExact(Objects.checkFromIndexSize(sector, count, sectors())) * SECTOR_BYTES;
        return Arrays.copyOfRange(content, from, from + count * SECTOR_BYTES);
    }
}
