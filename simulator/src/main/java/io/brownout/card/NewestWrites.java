package io.brownout.card;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By which record each of some sectors, one behind the other, has last been changed, and whether a completed flush covers that. */
final class NewestWrites {
    private final long sector;
    private final @Nullable CardRequest[] newest;
    private final BitSet missing;
    private final BitSet durable;

    NewestWrites(long sector, int count) {
        this.sector = sector;
        this.newest = new @Nullable CardRequest[count];
        this.missing = new BitSet(count);
        this.missing.set(0, count);
        this.durable = new BitSet(count);
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    /** Takes a record that is older than all that have been taken. */
    void note(CardRequest request, boolean isDurable) {
        int from = Math.clamp(request.sector() - sector, 0, newest.length);
        int to = Math.clamp(request.sector() + request.sectors() - sector, from, newest.length);
        for (int i = missing.nextSetBit(from); i >= 0 && i < to; i = missing.nextSetBit(i + 1)) {
            newest[i] = request;
            durable.set(i, isDurable);
            missing.clear(i);
        }
    }

    /** Returns the record that changed a sector last; empty if it is as when the journal began. */
    Optional<CardRequest> of(long wanted) {
        return Optional.ofNullable(newest[(int) (wanted - sector)]);
    }

    /** Says whether a completed flush, or the write itself, has made the newest content of a sector durable. */
    boolean isDurable(long wanted) {
        return durable.get((int) (wanted - sector));
    }
}
