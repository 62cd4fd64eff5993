package io.brownout.card;

import java.lang.foreign.MemorySegment;

/** Finds out how far a journal on disk is whole. */
final class JournalCheck {
    private final SegmentedFile records;
    private final SegmentedFile content;

    JournalCheck(SegmentedFile records, SegmentedFile content) {
        this.records = records;
        this.content = content;
    }

    /** Says whether there is a record with a number, as it was written. */
    static boolean isWhole(SegmentedFile records, long number) {
        long place = JournalLayout.place(number);
        return place < records.mapped() && JournalLayout.isRecord(records.segment(place), records.within(place));
    }

    /** Returns how many of the first records have their content as it was written; reads all of it. */
    long withContent(long count) {
        long number = 0;
        while (number < count && hasContent(number)) {
            number++;
        }
        return number;
    }

    private boolean hasContent(long number) {
        long place = JournalLayout.place(number);
        MemorySegment memory = records.segment(place);
        long at = records.within(place);
        long from = JournalLayout.contentPlace(memory, at);
        long length = JournalLayout.length(memory, at);
        if (!JournalLayout.kind(memory, at).hasContent() || from == JournalLayout.ZEROES || length == 0) {
            return true;
        }
        return from >= 0
                && length <= Integer.MAX_VALUE
                && from + length <= content.mapped()
                && hash(from, (int) length) == JournalLayout.hash(memory, at);
    }

    private long hash(long place, int length) {
        if (content.upToSegmentEnd(place, length) == length) {
            return ContentHash.of(content.segment(place), content.within(place), length);
        }
        byte[] whole = new byte[length];
        content.copyOut(place, MemorySegment.ofArray(whole), 0, length);
        return ContentHash.of(whole);
    }
}
