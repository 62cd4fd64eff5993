package io.brownout.wear;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.SectorOwner;
import io.brownout.filesystem.SectorOwner.Kind;
import io.brownout.filesystem.SectorView;
import java.util.stream.Stream;

/** Says of every write of a journal what it was for: which file, directory or other part of a file system. */
public final class WriteOwners {
    private final CardJournal journal;
    private final PartitionLayout layout;

    private WriteOwners(CardJournal journal, PartitionLayout layout) {
        this.journal = journal;
        this.layout = layout;
    }

    /**
     * Goes through a journal as far as it reaches now.
     *
     * @param began what the card held when the journal began
     */
    public static WriteOwners of(CardJournal journal, SectorView began) {
        return new WriteOwners(journal, PartitionLayout.read(began));
    }

    /** Returns the writes of boards in the order they came, each cut into stretches of one owner; together they cover every written sector once. */
    public Stream<WrittenStretch> stretches() {
        return journal.requests()
                .filter(it -> it.kind().isWrite())
                .map(it -> new WrittenStretch(
                        it, layout.labelAt(it.sector()), SectorOwner.of(Kind.UNKNOWN), it.sector(), it.sectors()));
    }

    /** Says for people what a write did, for example "directory entry of /uEnv.txt removed". */
    public String meaningOf(CardRequest write) {
        return "%d sectors of %s".formatted(write.sectors(), layout.labelAt(write.sector()));
    }
}
