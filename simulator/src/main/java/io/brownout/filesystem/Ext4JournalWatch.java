package io.brownout.filesystem;

import io.brownout.filesystem.Ext4Transaction.Carried;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the journal of an ext4 file system as it is written, and finds each transaction when its commit block lands. */
final class Ext4JournalWatch {
    private static final long NEVER = -1;

    private final SectorView card;
    private final Ext4Volume volume;
    private final Map<Long, Integer> begins = new HashMap<>();
    private @Nullable Ext4Journal journal;
    private int head;
    private long committed = NEVER;

    Ext4JournalWatch(SectorView card, Ext4Volume volume, @Nullable Ext4Journal journal) {
        this.card = card;
        this.volume = volume;
        this.journal = journal;
        List<Ext4Transaction> waiting = journal == null ? List.of() : journal.waiting();
        if (!waiting.isEmpty()) {
            head = waiting.getLast().next();
            committed = waiting.getLast().sequence();
        }
    }

    private Ext4Journal journal() {
        if (journal == null) {
            throw new IllegalStateException("a file system without a journal has no block of one");
        }
        return journal;
    }

    /** Takes note that the last sector of a block of the journal was written; returns the transaction that this commits. */
    Optional<Ext4Transaction> landed(int journalBlock) {
        if (journalBlock == 0) {
            reopen();
            return Optional.empty();
        }
        byte[] block = volume.blocks().read(journal().place(journalBlock), 1);
        long sequence = Ext4Journal.sequence(block);
        return switch (Ext4Journal.type(block)) {
            case Ext4Journal.DESCRIPTOR, Ext4Journal.REVOKE -> {
                begins.putIfAbsent(sequence, journalBlock);
                yield Optional.empty();
            }
            case Ext4Journal.COMMIT -> sequence == committed ? Optional.empty() : find(sequence, journalBlock);
            default -> Optional.empty();
        };
    }

    /** Another superblock may stand for another kind of checksums, or for a journal that was just made. */
    private void reopen() {
        try {
            Ext4Journal other =
                    Ext4Journal.of(Ext4Volume.open(card, volume.partition())).orElse(null);
            journal = other == null || other.length() != journal().length() ? journal : other;
        } catch (Ext4DamagedException e) {
            head = 0; // It stays as it was known; where it goes on is not known.
        }
    }

    private Optional<Ext4Transaction> find(long sequence, int commit) {
        Optional<Ext4Transaction> found =
                head == 0 ? Optional.empty() : journal().transaction(head, sequence);
        Integer begin = begins.get(sequence);
        if (found.isEmpty() && begin != null) {
            found = journal().transaction(begin, sequence);
        }
        Optional<Ext4Transaction> whole = found.filter(it -> it.commit() == commit);
        begins.clear();
        head = whole.map(Ext4Transaction::next).orElse(0);
        committed = whole.map(Ext4Transaction::sequence).orElse(NEVER);
        return whole;
    }

    byte[] content(Carried copy) {
        return journal().content(copy);
    }

    /** Returns the block of the file system in which a block of the journal lies. */
    long place(int journalBlock) {
        return journal().place(journalBlock);
    }

    /** Takes note that the power went: the next transaction begins anywhere. */
    void powerLost() {
        begins.clear();
        head = 0;
    }
}
