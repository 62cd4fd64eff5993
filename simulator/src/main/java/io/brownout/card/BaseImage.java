package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.UsageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The raw image a card begins as: mapped read-only, so it cannot be changed from here. Behind its end there are zeroes.
 *
 * @param path where it lies
 * @param bytes its length, a multiple of 512
 * @param holes where its file has none of its content
 */
record BaseImage(Path path, long bytes, MemorySegment content, ImageHoles holes) implements BaseContent {
    /** Opens an image; {@link UsageException} if it is none. */
    static BaseImage open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new UsageException("expected a card image at %s, found %s; build or name one"
                    .formatted(path, Files.exists(path) ? "something that is no regular file" : "nothing"));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long bytes = channel.size();
            if (bytes == 0) {
                throw new UsageException("expected a card image at %s, the file is empty".formatted(path));
            }
            if (bytes % SECTOR_BYTES != 0) {
                throw new UsageException(
                        "expected a raw card image at %s, its length of %d bytes is no multiple of %d: it is truncated or no raw image"
                                .formatted(path, bytes, SECTOR_BYTES));
            }
            return new BaseImage(
                    path, bytes, channel.map(MapMode.READ_ONLY, 0, bytes, Arena.ofAuto()), new ImageHoles(path));
        } catch (IOException e) {
            throw new UsageException("cannot read the card image %s: %s".formatted(path, e), e);
        }
    }

    @Override
    public void copyOut(long sector, int count, MemorySegment target, long targetOffset) {
        long offset = sector * SECTOR_BYTES;
        long length = (long) count * SECTOR_BYTES;
        long inside = Math.clamp(bytes - offset, 0, length);
        if (inside > 0) {
            MemorySegment.copy(content, offset, target, targetOffset, inside);
        }
        if (inside < length) {
            target.asSlice(targetOffset + inside, length - inside).fill((byte) 0);
        }
    }

    @Override
    public void changes(int most, Changes listener) {}

    @Override
    public boolean isHole(long sector) {
        return holes.contain(sector);
    }

    @Override
    public long sameUntil(long sector) {
        return holes.sameUntil(sector);
    }

    @Override
    public Optional<BaseImage> image() {
        return Optional.of(this);
    }
}
