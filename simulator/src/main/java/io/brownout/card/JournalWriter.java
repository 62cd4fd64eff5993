package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.JournalLayout.Header;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Appends to a journal; one thread at a time. */
final class JournalWriter implements AutoCloseable {
    private static final int MOST_TEXT = 1 << 16;

    private final SegmentedFile records;
    private final SegmentedFile content;
    private final Header header;
    private final LongSupplier nanoTime;
    private final long nanosAtBegin;
    private final AtomicLong count = new AtomicLong();
    private final KnownContents known = new KnownContents();
    private final CardJournal journal;
    private long contentEnd;
    private long writes;

    private JournalWriter(
            Path folder, SegmentedFile records, SegmentedFile content, Header header, LongSupplier nanos) {
        this.records = records;
        this.content = content;
        this.header = header;
        this.nanoTime = nanos;
        this.nanosAtBegin = nanos.getAsLong();
        this.journal = new CardJournal(folder, records, content, header, count::getAcquire);
    }

    /** Creates a journal in a folder that holds none yet. */
    static JournalWriter create(
            Path folder, String name, long cardBytes, JournalBase base, InstantSource clock, LongSupplier nanos) {
        if (Files.exists(folder.resolve(JournalLayout.RECORDS))) {
            throw new UsageException(
                    "the folder %s already holds a card's journal; give each card one of its own".formatted(folder));
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new HarnessException("cannot create the folder %s for a card's journal: %s".formatted(folder, e), e);
        }
        base.write(folder);
        SegmentedFile records =
                SegmentedFile.create(folder.resolve(JournalLayout.RECORDS), JournalLayout.RECORDS_SHIFT);
        SegmentedFile content =
                SegmentedFile.create(folder.resolve(JournalLayout.CONTENT), JournalLayout.CONTENT_SHIFT);
        records.ensure(JournalLayout.HEADER_BYTES);
        Header header = new Header(cardBytes, clock.instant(), name);
        JournalLayout.writeHeader(records.segment(0), header);
        return new JournalWriter(folder, records, content, header, nanos);
    }

    CardJournal journal() {
        return journal;
    }

    /** Returns the file of contents, for the map of sectors. */
    SegmentedFile content() {
        return content;
    }

    /** Returns the number that the next write gets. */
    long writes() {
        return writes;
    }

    /** Says how many nanoseconds have passed since the journal began. */
    long nanos() {
        return nanoTime.getAsLong() - nanosAtBegin;
    }

    /** Appends a record without content of its own. */
    void append(RequestKind kind, boolean forced, long offset, long length, long hash) {
        record(kind, forced, offset, length, hash, JournalLayout.NO_CONTENT);
    }

    /**
     * Appends a record with its content; returns the place of it in the file of contents, or {@link JournalLayout#ZEROES}. Content that is there already is not kept a second time.
     */
    long append(RequestKind kind, boolean forced, long offset, MemorySegment source, long sourceOffset, int length) {
        long hash = ContentHash.of(source, sourceOffset, length);
        long place = keep(hash, source, sourceOffset, length);
        record(kind, forced, offset, length, hash, place);
        return place;
    }

    private long keep(long hash, MemorySegment source, long sourceOffset, int length) {
        if (Zeroes.fill(source, sourceOffset, length)) {
            return JournalLayout.ZEROES;
        }
        long earlier = known.place(hash);
        if (earlier != KnownContents.UNKNOWN
                && earlier + length <= contentEnd
                && content.holds(earlier, source, sourceOffset, length)) {
            return earlier;
        }
        long place = contentEnd;
        content.append(place, source, sourceOffset, length);
        contentEnd = (place + length + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
        known.add(hash, place);
        return place;
    }

    /** Appends a note, cut to what a request can carry. */
    void mark(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_TEXT);
        append(RequestKind.MARK, false, 0, MemorySegment.ofArray(bytes), 0, length);
    }

    private void record(RequestKind kind, boolean forced, long offset, long length, long hash, long contentPlace) {
        long number = count.getPlain();
        long place = JournalLayout.place(number);
        records.ensure(place + JournalLayout.RECORD_BYTES);
        CardRequest request =
                new CardRequest(number, header.began(), nanos(), kind, forced, offset, length, hash, writes);
        JournalLayout.writeRecord(records.segment(place), records.within(place), request, contentPlace);
        if (kind.isWrite()) {
            writes++;
        }
        count.setRelease(number + 1);
    }

    @Override
    public void close() {
        records.finish(JournalLayout.place(count.get()));
        content.finish(contentEnd);
    }
}
