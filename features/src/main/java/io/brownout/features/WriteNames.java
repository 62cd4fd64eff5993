package io.brownout.features;

import io.brownout.card.CardHistory;
import io.brownout.card.CardJournal;
import io.brownout.card.CardMark;
import io.brownout.card.StateId;
import io.brownout.wear.WriteOwners;
import java.util.List;

/** Names the writes of a recording for people: what each was for, and in which step of the update it came. Immutable. */
public final class WriteNames {
    private final CardJournal journal;
    private final WriteOwners owners;
    private final List<CardMark> marks;

    private WriteNames(CardJournal journal, WriteOwners owners) {
        this.journal = journal;
        this.owners = owners;
        this.marks = journal.marks().toList();
    }

    /** Reads what every write was for; takes some seconds. */
    public static WriteNames of(CardHistory history) {
        return new WriteNames(
                history.journal(), WriteOwners.of(history.journal(), history.view(StateId.afterRecords(0))));
    }

    /** Says where a cut falls that lets so many writes land: between which two, and after which word of the device. */
    public String cut(long writes) {
        return "after %s, before %s; %s".formatted(name(writes - 1), name(writes), step(writes));
    }

    /** Says what one write was for. */
    public String name(long write) {
        if (write < 0) {
            return "anything is written";
        }
        return journal.numberOfWrite(write).stream()
                .mapToObj(record -> owners.meaningOf(journal.request(record)))
                .findFirst()
                .orElse("the end");
    }

    /** Returns the last thing that the device had reported when so many writes had come. */
    public String step(long writes) {
        int low = 0;
        int high = marks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle).write() <= writes) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? "before its first word" : marks.get(low - 1).text();
    }
}
