package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A loss of power, as a {@link PowerLossFault} sees it: what was in flight, what came before, and what every sector held at each time. */
final class PowerLoss {
    private final CardJournal journal;
    private final SectorMap origin;
    private final @Nullable PendingWrite inFlight;
    private final long seed;
    private final long nanos;
    private final boolean flushLies;
    private byte @Nullable [] pendingData;

    /** Takes what is known at the moment of the loss; {@code nanos} is that moment, since the journal began. */
    PowerLoss(
            CardJournal journal,
            SectorMap origin,
            @Nullable PendingWrite inFlight,
            long seed,
            long nanos,
            boolean flushLies) {
        this.journal = journal;
        this.origin = origin;
        this.inFlight = inFlight;
        this.seed = seed;
        this.nanos = nanos;
        this.flushLies = flushLies;
    }

    /** Returns the write that the card was asked for when the power went, which it has not acknowledged; empty if it was asked for none. */
    Optional<PendingWrite> inFlight() {
        return Optional.ofNullable(inFlight);
    }

    /** Returns the write in flight if it brings content, so that its sectors can land one by one. */
    Optional<PendingWrite> programming() {
        return inFlight().filter(write -> write.kind() == RequestKind.WRITE);
    }

    PendingWrite pending() {
        return inFlight().orElseThrow(() -> new IllegalStateException("no write is in flight"));
    }

    byte[] pendingData() {
        if (pendingData == null) {
            pendingData = pending().data();
        }
        return pendingData;
    }

    /** Says when the power went, in nanoseconds since the journal began. */
    long nanos() {
        return nanos;
    }

    /** Says how many sectors the card has. */
    long sectors() {
        return origin.sectors();
    }

    /** Returns a source of random numbers for a kind of fault: the same for the same seed and the same write, whatever other faults the card has. */
    RandomGenerator random(FaultKind kind) {
        long write = journal.writes();
        return new SplittableRandom(Mix.of(seed, write, kind.name().hashCode()));
    }

    /** Returns the commands since power-on that nothing has made durable, newest first. */
    Iterator<WriteCommand> atRisk() {
        long size = journal.size();
        return new WriteCommands(
                LongStream.range(0, size)
                        .mapToObj(i -> journal.request(size - 1 - i))
                        .filter(request -> request.kind() != RequestKind.MARK)
                        .takeWhile(request -> request.kind() != RequestKind.POWER_ON)
                        .filter(request -> request.kind() != RequestKind.MARK),
                flushLies);
    }

    /** Returns, for some sectors one behind the other, which write each has last been changed by, and whether that is durable. */
    NewestWrites newest(long sector, int count) {
        NewestWrites newest = new NewestWrites(sector, count);
        boolean flushed = false;
        for (long number = journal.size() - 1; number >= 0 && !newest.isComplete(); number--) {
            CardRequest request = journal.request(number);
            flushed |= request.kind() == RequestKind.FLUSH && !flushLies;
            if (request.kind().changesCard()) {
                newest.note(request, flushed || (request.forced() && !flushLies));
            }
        }
        return newest;
    }

    /** Returns what those sectors hold that some records are lost of, by their numbers: the newest version that is not lost. */
    SortedMap<Long, byte[]> newestBut(Map<Long, BitSet> lost) {
        NavigableSet<Long> missing = new TreeSet<>();
        lost.forEach((number, sectors) -> {
            long first = journal.request(number).sector();
            sectors.stream().forEach(i -> missing.add(first + i));
        });
        SortedMap<Long, byte[]> content = new TreeMap<>();
        for (long number = journal.size() - 1; number >= 0 && !missing.isEmpty(); number--) {
            CardRequest request = journal.request(number);
            if (request.kind().changesCard()) {
                take(request, lost.get(number), missing, content);
            }
        }
        missing.forEach(sector -> content.put(sector, origin.read(sector, 1)));
        return content;
    }

    private void take(
            CardRequest request, @Nullable BitSet lost, NavigableSet<Long> missing, SortedMap<Long, byte[]> content) {
        long end = request.sector() + request.sectors();
        byte @Nullable [] written = null;
        for (Iterator<Long> wanted = missing.subSet(request.sector(), end).iterator(); wanted.hasNext(); ) {
            long sector = wanted.next();
            int at = (int) (sector - request.sector());
            if (lost == null || !lost.get(at)) {
                if (written == null) {
                    written = request.kind().hasContent() ? journal.content(request) : new byte[0];
                }
                content.put(sector, written.length == 0 ? new byte[SECTOR_BYTES] : slice(written, at));
                wanted.remove();
            }
        }
    }

    private static byte[] slice(byte[] written, int sector) {
        return Arrays.copyOfRange(written, sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
    }
}
