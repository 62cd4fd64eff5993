package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes what happened to a card, up to a state, as a log of dm-log-writes. Replayed onto what the card began as, it makes that state.
 *
 * <p>TRIM becomes a discard, WRITE_ZEROES zeroes that are written, as QEMU logs it; what a loss of power or an edit on a PC changed becomes a write, with a mark before it. Reads have no place in that format.
 */
final class LogWritesExport {
    private static final int MOST_TEXT = SECTOR_BYTES - LogEntry.BYTES;

    private final CardJournal journal;
    private final FileChannel file;
    private long end = SECTOR_BYTES; // Behind the superblock.
    private long entries;

    private LogWritesExport(CardJournal journal, FileChannel file) {
        this.journal = journal;
        this.file = file;
    }

    /** Writes the log of a state to a file, replacing it. */
    static void write(CardJournal journal, RecordedState state, Path target) {
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            LogWritesExport export = new LogWritesExport(journal, file);
            state.forEachRecord(export::record);
            export.finish();
        } catch (IOException | UncheckedIOException e) {
            throw new HarnessException("cannot write the log %s: %s; is the disk full?".formatted(target, e), e);
        }
    }

    private void record(long number, long sectors) {
        CardRequest request = journal.request(number);
        long forced = request.forced() ? LogEntry.FUA : 0;
        switch (request.kind()) {
            case WRITE -> content(request, sectors, forced);
            case AFTERMATH, HOST_WRITE -> {
                mark(request.kind().name());
                content(request, sectors, forced);
            }
            case WRITE_ZEROES -> zeroes(request, sectors, forced);
            case TRIM -> entry(new LogEntry(request.sector(), sectors, LogEntry.DISCARD | forced, 0));
            case FLUSH -> entry(new LogEntry(0, 0, LogEntry.FLUSH, 0));
            case MARK -> mark(new String(journal.content(request), StandardCharsets.UTF_8));
            case POWER_ON, POWER_LOST, EDITED, NOT_DONE -> mark(request.kind().name());
            case READ -> {}
        }
    }

    private void content(CardRequest request, long sectors, long flags) {
        if (sectors == 0) {
            return;
        }
        entry(new LogEntry(request.sector(), sectors, flags, 0));
        put(ByteBuffer.wrap(journal.content(request), 0, Math.toIntExact(sectors * SECTOR_BYTES)));
    }

    private void zeroes(CardRequest request, long sectors, long flags) {
        if (sectors == 0) {
            return;
        }
        entry(new LogEntry(request.sector(), sectors, flags, 0));
        end += sectors * SECTOR_BYTES; // A hole of the file.
    }

    private void mark(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_TEXT);
        ByteBuffer sector = ByteBuffer.allocate(SECTOR_BYTES);
        new LogEntry(0, 0, LogEntry.MARK, length).write(sector);
        sector.put(bytes, 0, length).clear();
        put(sector);
        entries++;
    }

    private void entry(LogEntry entry) {
        ByteBuffer sector = ByteBuffer.allocate(SECTOR_BYTES);
        entry.write(sector);
        put(sector.clear());
        entries++;
    }

    private void put(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                end += file.write(bytes, end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish() throws IOException {
        long length = end;
        ByteBuffer superblock = ByteBuffer.allocate(SECTOR_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(LogEntry.MAGIC)
                .putLong(LogEntry.VERSION)
                .putLong(entries)
                .putInt(SECTOR_BYTES)
                .clear();
        end = 0;
        put(superblock);
        if (file.size() < length) {
            file.write(ByteBuffer.allocate(1), length - 1); // It ended with a hole.
        }
    }
}
