package io.brownout.card;

import io.brownout.board.UsageException;
import io.brownout.card.JournalLayout.Header;
import io.brownout.filesystem.SectorView;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Every request that boards have made of a card, and what else happened to it, in order.
 *
 * <p>Lives in a folder and is read from there, so it needs no memory of its own however long it is. Can be read by any thread while the card is in use, and, with {@link #open}, from the folder
 * later, also by another process and after a kill of the one that wrote it. An iterator runs to the last record there was when it was made.
 */
public final class CardJournal implements Iterable<CardRequest> {
    private final Path folder;
    private final SegmentedFile records;
    private final SegmentedFile content;
    private final Header header;
    private final LongSupplier count;

    CardJournal(Path folder, SegmentedFile records, SegmentedFile content, Header header, LongSupplier count) {
        this.folder = folder;
        this.records = records;
        this.content = content;
        this.header = header;
        this.count = count;
    }

    /**
     * Opens the journal of a card in a folder, as far as it reaches now: to the last record that is whole, with all content up to it, by their hashes. What a kill or a loss of the host's power has left behind that is not looked at, and
     * nothing is changed.
     *
     * @throws UsageException if there is none
     */
    public static CardJournal open(Path folder) {
        Path file = folder.resolve(JournalLayout.RECORDS);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("expected a card's journal in the folder %s, it holds no %s"
                    .formatted(folder, JournalLayout.RECORDS));
        }
        SegmentedFile records = SegmentedFile.open(file, JournalLayout.RECORDS_SHIFT);
        if (records.mapped() < JournalLayout.HEADER_BYTES) {
            throw new UsageException(
                    "the journal %s is cut off within its first %d bytes".formatted(file, JournalLayout.HEADER_BYTES));
        }
        Header header = JournalLayout.readHeader(records.segment(0), file);
        long begun = wholeRecords(records);
        // Opened after the records were counted: content is written before its record.
        SegmentedFile content = SegmentedFile.open(folder.resolve(JournalLayout.CONTENT), JournalLayout.CONTENT_SHIFT);
        long whole = new JournalCheck(records, content).withContent(begun);
        return new CardJournal(folder, records, content, header, () -> whole);
    }

    private static long wholeRecords(SegmentedFile records) {
        long number = 0;
        while (JournalCheck.isWhole(records, number)) {
            number++;
        }
        return number;
    }

    /** Returns the folder it lies in. */
    public Path folder() {
        return folder;
    }

    /** Returns the name of its card. */
    public String cardName() {
        return header.name();
    }

    /** Says how many bytes its card presents. */
    public long cardBytes() {
        return header.cardBytes();
    }

    /** Says when it began, on the test machine's clock. */
    public Instant began() {
        return header.began();
    }

    /** Says how many records there are now. */
    public long size() {
        return count.getAsLong();
    }

    /** Says how many writes of boards there are now; the next one gets this number. */
    public long writes() {
        return writesIn(size());
    }

    /** Says how many writes of boards there are among the first so many records. */
    long writesIn(long count) {
        if (count == 0) {
            return 0;
        }
        CardRequest last = request(count - 1);
        return last.kind().isWrite() ? last.write() + 1 : last.write();
    }

    /** Returns a record. */
    public CardRequest request(long number) {
        if (number < 0 || number >= size()) {
            throw new IndexOutOfBoundsException("record %d of a journal of %d".formatted(number, size()));
        }
        long place = JournalLayout.place(number);
        return JournalLayout.readRecord(records.segment(place), records.within(place), number, header.began());
    }

    /** Returns the number of the record of a write; empty if it has not come. */
    public OptionalLong numberOfWrite(long write) {
        long low = 0;
        long high = size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            CardRequest request = request(middle);
            if (request.write() > write
                    || (request.write() == write && request.kind().isWrite())) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        boolean there =
                low < size() && request(low).kind().isWrite() && request(low).write() == write;
        return there ? OptionalLong.of(low) : OptionalLong.empty();
    }

    /**
     * Returns what was written.
     *
     * @throws UsageException if it is a record of a kind without content, or its content is longer than an array can be
     */
    public byte[] content(CardRequest request) {
        if (!request.kind().hasContent() || request.length() > Integer.MAX_VALUE) {
            throw new UsageException("record %d, %s of %d bytes, has no content to give"
                    .formatted(request.number(), request.kind(), request.length()));
        }
        byte[] bytes = new byte[(int) request.length()];
        long place = contentPlace(request.number());
        if (place != JournalLayout.ZEROES) {
            content.copyOut(place, MemorySegment.ofArray(bytes), 0, bytes.length);
        }
        return bytes;
    }

    /**
     * Returns a part of what was written.
     *
     * @param from where it begins, in bytes from the beginning of what was written
     * @throws UsageException if the record has no content, or not so much of it
     */
    public byte[] content(CardRequest request, long from, int length) {
        if (!request.kind().hasContent() || from < 0 || from + length > request.length()) {
            throw new UsageException("record %d, %s of %d bytes, has no content from byte %d to %d"
                    .formatted(request.number(), request.kind(), request.length(), from, from + length));
        }
        byte[] bytes = new byte[length];
        long place = contentPlace(request.number());
        if (place != JournalLayout.ZEROES) {
            content.copyOut(place + from, MemorySegment.ofArray(bytes), 0, length);
        }
        return bytes;
    }

    /** Returns the notes that were made in the journal so far. */
    public Stream<CardMark> marks() {
        return requests()
                .filter(request -> request.kind() == RequestKind.MARK)
                .map(request -> new CardMark(
                        request.number(),
                        request.write(),
                        request.at(),
                        new String(content(request), StandardCharsets.UTF_8)));
    }

    /** Says whether something stands behind the last whole record: a record that a kill or a loss of the host's power has left incomplete, and what came after it. It does not count for anything. */
    public boolean isTorn() {
        long place = JournalLayout.place(size());
        return place < records.mapped() && JournalLayout.isBegun(records.segment(place), records.within(place));
    }

    /** Says how many bytes of content are kept: less than what was written, since the same content is kept once and zeroes are not. */
    long keptBytes() {
        long end = 0;
        for (long number = 0; number < size(); number++) {
            if (kind(number).hasContent() && contentPlace(number) >= 0) {
                end = Math.max(end, contentPlace(number) + JournalLayout.length(memory(number), within(number)));
            }
        }
        return end;
    }

    // What follows serves the index, which asks for half a million records and wants no objects.

    RequestKind kind(long number) {
        return JournalLayout.kind(memory(number), within(number));
    }

    public long sector(long number) {
        return JournalLayout.offset(memory(number), within(number)) / SectorView.SECTOR_BYTES;
    }

    long sectors(long number) {
        return JournalLayout.length(memory(number), within(number)) / SectorView.SECTOR_BYTES;
    }

    long contentPlace(long number) {
        return JournalLayout.contentPlace(memory(number), within(number));
    }

    void copyContent(long place, MemorySegment target, long targetOffset, int bytes) {
        content.copyOut(place, target, targetOffset, bytes);
    }

    private MemorySegment memory(long number) {
        return records.segment(JournalLayout.place(number));
    }

    private long within(long number) {
        return records.within(JournalLayout.place(number));
    }

    /** Returns all records there are now. */
    public Stream<CardRequest> requests() {
        return requests(0);
    }

    /** Returns the records there are now from one on. */
    public Stream<CardRequest> requests(long from) {
        return LongStream.range(from, size()).mapToObj(this::request);
    }

    @Override
    public Iterator<CardRequest> iterator() {
        return new Records(size());
    }

    /**
     * Returns a hash of everything but times and notes: the kinds, places and contents of all records there are now. Two runs with the same one made the same requests in the same order.
     */
    public long fingerprint() {
        long hash = 0;
        for (CardRequest request : this) {
            if (request.kind() == RequestKind.MARK) {
                continue;
            }
            hash = Long.rotateLeft(hash, 5) + request.kind().code();
            hash = (hash ^ request.offset()) * 0x9E3779B97F4A7C15L;
            hash = Long.rotateLeft(hash ^ request.length(), 29) * 0xBF58476D1CE4E5B9L;
            hash = Long.rotateLeft(hash ^ request.hash(), 31) * 0x94D049BB133111EBL;
        }
        return hash;
    }

    private final class Records implements Iterator<CardRequest> {
        private final long end;
        private long next;

        Records(long end) {
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public CardRequest next() {
            if (next >= end) {
                throw new NoSuchElementException("the journal has no record " + next);
            }
            return request(next++);
        }
    }
}
