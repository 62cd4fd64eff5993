package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A loss of power, as a {@link CardProfile} sees it: what was in flight, what came before, and what every sector held at each time. */
public final class PowerLoss {
    private final CardJournal journal;
    private final SectorMap origin;
    private final @Nullable PendingWrite inFlight;
    private final RandomGenerator random;

    PowerLoss(CardJournal journal, SectorMap origin, @Nullable PendingWrite inFlight, RandomGenerator random) {
        this.journal = journal;
        this.origin = origin;
        this.inFlight = inFlight;
        this.random = random;
    }

    /** Returns the write that the card was asked for when the power went, which it has not acknowledged; empty if it was asked for none. */
    public Optional<PendingWrite> inFlight() {
        return Optional.ofNullable(inFlight);
    }

    /** Returns a source of random numbers that is the same for the same seed and the same write. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns the requests since the power came on, newest first. */
    public Stream<CardRequest> newestFirst() {
        long size = journal.size();
        return LongStream.range(0, size)
                .mapToObj(i -> journal.request(size - 1 - i))
                .takeWhile(request -> request.kind() != RequestKind.POWER_ON);
    }

    /** Returns what sectors, one behind the other, held before a record of the journal. */
    public byte[] before(CardRequest record, long sector, int count) {
        byte[] content = origin.read(sector, count);
        BitSet missing = new BitSet(count);
        missing.set(0, count);
        for (long number = record.number() - 1; number >= 0 && !missing.isEmpty(); number--) {
            CardRequest earlier = journal.request(number);
            if (earlier.kind().changesCard() && earlier.sector() < sector + count) {
                apply(earlier, content, sector, missing);
            }
        }
        return content;
    }

    private void apply(CardRequest earlier, byte[] content, long sector, BitSet missing) {
        int from = (int) Math.max(0, earlier.sector() - sector);
        long end = Math.min(missing.length(), earlier.sector() + earlier.sectors() - sector);
        byte @Nullable [] written = null;
        for (int i = missing.nextSetBit(from); i >= 0 && i < end; i = missing.nextSetBit(i + 1)) {
            if (written == null) {
                written = earlier.kind().hasContent() ? journal.content(earlier) : new byte[0];
            }
            int source = (int) (sector + i - earlier.sector()) * SECTOR_BYTES;
            for (int b = 0; b < SECTOR_BYTES; b++) {
                content[i * SECTOR_BYTES + b] = written.length == 0 ? 0 : written[source + b];
            }
            missing.clear(i);
        }
    }
}
