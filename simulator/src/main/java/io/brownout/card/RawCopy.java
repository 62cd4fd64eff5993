package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A card as a raw file: out of its sectors, and back what has been changed in it. */
final class RawCopy {
    private static final int CHUNK_SECTORS = 512;
    private static final int CHUNK_BYTES = CHUNK_SECTORS * SECTOR_BYTES;

    private final PlacedSectors map;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final MemorySegment memory = MemorySegment.ofBuffer(buffer.duplicate());

    RawCopy(PlacedSectors map) {
        this.map = map;
    }

    /** Takes stretches that were changed in a raw file. */
    interface Import {
        /** Takes one stretch; the memory is overwritten after the call. */
        void changed(long offset, MemorySegment content, long at, int length);
    }

    /** Writes the card to a file, replacing it; holes of the base image stay holes. */
    void exportTo(Path raw) {
        begin(raw);
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            lengthen(channel, map.sectors() * SECTOR_BYTES);
            map.changes(CHUNK_SECTORS, (sector, count) -> writeOut(channel, sector, count));
        } catch (IOException | UncheckedIOException e) {
            throw new HarnessException("cannot write the card to %s: %s; is the disk full?".formatted(raw, e), e);
        }
    }

    private void begin(Path raw) {
        Optional<BaseImage> image = map.image();
        if (image.isEmpty()) {
            create(raw);
            return;
        }
        // cp finds holes (SEEK_HOLE) and shares extents where the file system can (FICLONE); the JDK can do neither.
        run(
                "cp",
                "--reflink=auto",
                "--sparse=auto",
                "--no-preserve=mode",
                image.get().path().toString(),
                raw.toString());
    }

    private static void create(Path raw) {
        try {
            Files.write(raw, new byte[0]);
        } catch (IOException e) {
            throw new HarnessException("cannot create %s: %s; name a file that can be written".formatted(raw, e), e);
        }
    }

    private static void lengthen(FileChannel channel, long bytes) throws IOException {
        if (channel.size() < bytes) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
        }
    }

    private void writeOut(FileChannel channel, long sector, int count) {
        try {
            map.copyOut(sector, count, memory, 0);
            buffer.clear().limit(count * SECTOR_BYTES);
            long at = sector * SECTOR_BYTES;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the sectors in which a raw file differs from the card. Returns how many bytes they are. */
    long importFrom(Path raw, Import into) throws IOException {
        long bytes = map.sectors() * SECTOR_BYTES;
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.READ)) {
            if (channel.size() != bytes) {
                throw new HarnessException("the edit changed the length of the raw card %s from %d to %d bytes"
                        .formatted(raw, bytes, channel.size()));
            }
            ByteBuffer edited = ByteBuffer.allocateDirect(CHUNK_BYTES);
            MemorySegment editedMemory = MemorySegment.ofBuffer(edited.duplicate());
            long changed = 0;
            BitSet chunks = chunksWithContent(raw);
            for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
                long sector = (long) chunk * CHUNK_SECTORS;
                int count = (int) Math.min(CHUNK_SECTORS, map.sectors() - sector);
                readFully(channel, edited.clear().limit(count * SECTOR_BYTES), sector * SECTOR_BYTES);
                map.copyOut(sector, count, memory, 0);
                changed += compare(sector, count, editedMemory, into);
            }
            return changed;
        }
    }

    /** Returns the chunks that are not zeroes on both sides for certain: most of a card is a hole in both. */
    private BitSet chunksWithContent(Path raw) {
        BitSet chunks = new BitSet();
        DataExtents.mark(raw, CHUNK_BYTES, chunks);
        map.image().ifPresent(image -> DataExtents.mark(image.path(), CHUNK_BYTES, chunks));
        map.changes(
                CHUNK_SECTORS,
                (sector, count) -> chunks.set(
                        Math.toIntExact(sector / CHUNK_SECTORS),
                        Math.toIntExact((sector + count - 1) / CHUNK_SECTORS) + 1));
        return chunks;
    }

    private static void readFully(FileChannel channel, ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new IOException("the file ends at " + at);
            }
            at += count;
        }
    }

    private long compare(long sector, int count, MemorySegment edited, Import into) {
        long changed = 0;
        int at = 0;
        int end = count * SECTOR_BYTES;
        while (at < end) {
            long mismatch = MemorySegment.mismatch(memory, at, end, edited, at, end);
            if (mismatch < 0) {
                break;
            }
            int from = at + (int) mismatch / SECTOR_BYTES * SECTOR_BYTES;
            int to = from + SECTOR_BYTES;
            while (to < end
                    && MemorySegment.mismatch(memory, to, to + SECTOR_BYTES, edited, to, to + SECTOR_BYTES) >= 0) {
                to += SECTOR_BYTES;
            }
            into.changed(sector * SECTOR_BYTES + from, edited, from, to - from);
            changed += to - from;
            at = to;
        }
        return changed;
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new HarnessException("%s failed: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (IOException e) {
            throw new HarnessException("cannot run %s: %s".formatted(command[0], e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while copying the card", e);
        }
    }
}
