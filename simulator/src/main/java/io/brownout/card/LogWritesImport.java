package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.UsageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a log of dm-log-writes, of the kernel's or of QEMU's, into a card's journal. */
final class LogWritesImport {
    private static final int MOST_AT_ONCE = 32 << 20; // The longest request that a client of ours can make.

    private final Path source;
    private final FileChannel file;
    private final CardState card;
    private final int sectorBytes;
    private long at;

    private LogWritesImport(Path source, FileChannel file, CardState card, int sectorBytes) {
        this.source = source;
        this.file = file;
        this.card = card;
        this.sectorBytes = sectorBytes;
        this.at = sectorBytes;
    }

    /** Does to a card what a log says; {@link UsageException} if it is none, is cut off, or writes beyond the card's end. */
    static void read(Path source, CardState card) {
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.READ)) {
            ByteBuffer superblock = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(file, superblock, 0, source);
            long magic = superblock.getLong();
            long version = superblock.getLong();
            long entries = superblock.getLong();
            int sectorBytes = superblock.getInt();
            if (magic != LogEntry.MAGIC || version != LogEntry.VERSION) {
                throw new UsageException(
                        "expected a log of dm-log-writes of version %d in %s, its first bytes are not those of one"
                                .formatted(LogEntry.VERSION, source));
            }
            if (sectorBytes < SECTOR_BYTES || sectorBytes > 1 << 16 || Integer.bitCount(sectorBytes) != 1) {
                throw new UsageException("the log %s has sectors of %d bytes, expected a power of two from 512 to 65536"
                        .formatted(source, sectorBytes));
            }
            LogWritesImport log = new LogWritesImport(source, file, card, sectorBytes);
            for (long entry = 0; entry < entries; entry++) {
                log.entry(entry);
            }
        } catch (IOException e) {
            throw new UsageException("cannot read the log %s: %s".formatted(source, e), e);
        }
    }

    private void entry(long number) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(sectorBytes);
        readFully(file, sector, at, source);
        LogEntry entry = LogEntry.read(sector);
        at += sectorBytes;
        long most = card.sectors() * SECTOR_BYTES / sectorBytes;
        if (entry.sector() < 0 || entry.sectors() < 0 || entry.sector() > most - entry.sectors()) {
            throw new UsageException(
                    "entry %d of the log %s concerns %d sectors from %d on, of a card of %d; ask for a larger one"
                            .formatted(number, source, entry.sectors(), entry.sector(), most));
        }
        if (entry.is(LogEntry.MARK)) {
            int length = Math.clamp(entry.textBytes(), 0, sector.remaining());
            card.note(new String(sector.array(), LogEntry.BYTES, length, StandardCharsets.UTF_8));
        }
        if (entry.is(LogEntry.FLUSH)) {
            card.flush();
        }
        if (entry.is(LogEntry.DISCARD) && entry.sectors() > 0) {
            long offset = entry.sector() * sectorBytes;
            card.zero(RequestKind.TRIM, entry.is(LogEntry.FUA), offset, entry.sectors() * sectorBytes);
        } else if (entry.hasContent()) {
            content(entry);
        }
    }

    private void content(LogEntry entry) throws IOException {
        long offset = entry.sector() * sectorBytes;
        long left = entry.sectors() * sectorBytes;
        while (left > 0) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(left, MOST_AT_ONCE));
            readFully(file, content, at, source);
            int length = content.remaining();
            MemorySegment memory = MemorySegment.ofArray(content.array());
            card.write(RequestKind.WRITE, entry.is(LogEntry.FUA), offset, memory, 0, length);
            at += length;
            offset += length;
            left -= length;
        }
    }

    private static void readFully(FileChannel file, ByteBuffer buffer, long from, Path source) throws IOException {
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, from + buffer.position());
            if (count < 0) {
                throw new UsageException("the log %s is cut off: it ends at %d, within an entry that begins before"
                        .formatted(source, file.size()));
            }
        }
        buffer.flip();
    }
}
