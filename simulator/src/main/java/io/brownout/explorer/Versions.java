package io.brownout.explorer;

import io.brownout.card.CardHistory;
import io.brownout.card.SectorVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What each sector holds in states that are without some writes, by hashes. Safe for any thread. */
final class Versions {
    private final CardHistory history;
    private final Map<Integer, List<SectorVersion>> bySector = new ConcurrentHashMap<>();

    Versions(CardHistory history) {
        this.history = history;
    }

    CardHistory history() {
        return history;
    }

    /**
     * Returns the hash of what a sector holds after so many writes.
     *
     * @param without the numbers of the records that have not happened
     */
    long hash(int sector, long writes, Set<Long> without) {
        List<SectorVersion> versions = bySector.computeIfAbsent(sector, it -> List.copyOf(history.versions(it)));
        for (SectorVersion version : versions.reversed()) {
            if (version.since() <= writes && !without.contains(version.record())) {
                return version.hash();
            }
        }
        throw new IllegalStateException("sector %d had no content when the journal began".formatted(sector));
    }
}
