package io.brownout.card;

import io.brownout.filesystem.PartitionLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a card's journal tells at a glance.
 *
 * @param card its name
 * @param cardBytes what it presents
 * @param base what it began as: an image with its digest, a state of another journal, or nothing
 * @param began when, on the test machine's clock
 * @param span from then to the last record
 * @param torn whether something incomplete stands behind the last whole record
 * @param records how many there are, by kind; kinds without any are left out
 * @param writes of boards: there are that many states {@code after-n}, and one more
 * @param usage what boards have written, by partition as they are at the end
 * @param contentBytes what boards, edits and losses of power have written, and notes
 * @param keptBytes what the journal keeps of it, since the same content is kept once and zeroes are not
 * @param marks the notes in it
 */
public record CardSummary(
        String card,
        long cardBytes,
        String base,
        Instant began,
        Duration span,
        boolean torn,
        Map<RequestKind, Long> records,
        long writes,
        CardUsage usage,
        long contentBytes,
        long keptBytes,
        List<CardMark> marks) {
    /** Copies the map and the list. */
    public CardSummary {
        records = java.util.Collections.unmodifiableMap(new EnumMap<>(records));
        marks = List.copyOf(marks);
    }

    /** Counts what a history tells; reads the whole journal once more. */
    public static CardSummary of(CardHistory history) {
        CardJournal journal = history.journal();
        Map<RequestKind, Long> records = new EnumMap<>(RequestKind.class);
        long contentBytes = 0;
        long nanos = 0;
        for (CardRequest request : journal) {
            records.merge(request.kind(), 1L, Long::sum);
            contentBytes += request.kind().hasContent() ? request.length() : 0;
            nanos = request.nanos();
        }
        return new CardSummary(
                journal.cardName(),
                journal.cardBytes(),
                JournalBase.read(journal.folder()).described(),
                journal.began(),
                Duration.ofNanos(nanos),
                journal.isTorn(),
                records,
                history.writes(),
                CardUsage.count(journal, 0, PartitionLayout.read(history.view(history.last()))),
                contentBytes,
                journal.keptBytes(),
                journal.marks().toList());
    }
}
