package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.UsageException;
import io.brownout.filesystem.SectorView;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * What a board has done to its card from a power-on up to some moment: the records of a journal from the last power-on before that moment. Another card on which the same is done can be given to a board that goes on from there.
 *
 * @param journal may grow and be closed meanwhile
 * @param records the moment: how many records the journal had
 * @param unlikeFrom first of the sectors in which a card may differ from what the board had read, see {@link #evenIfUnlike}
 * @param unlikeTo first sector behind them
 */
public record CardPast(CardJournal journal, long records, long unlikeFrom, long unlikeTo) {
    /** Takes a moment of a card that must agree on everything that had been read. */
    public CardPast(CardJournal journal, long records) {
        this(journal, records, 0, 0);
    }

    /** Checks that there is such a moment: {@link UsageException} if the board had no power then. */
    public CardPast {
        if (records < 1 || records > journal.size()) {
            throw new UsageException("a past of %d records of the journal %s, which has %d"
                    .formatted(records, journal.folder(), journal.size()));
        }
        long powerOn = lastPowerChange(journal, records);
        if (powerOn < 0 || journal.kind(powerOn) != RequestKind.POWER_ON) {
            throw new UsageException(
                    "after %d records of the journal %s no board had power".formatted(records, journal.folder()));
        }
    }

    /**
     * Returns the same past for cards that may differ in some sectors although these had been read. That the board would have come to the same point with such a card is the caller's presumption, to be made only where it is known what
     * the board wanted of these sectors, and to be audited.
     *
     * @throws UsageException if the board had written there: what it wrote depended on what it had read
     */
    public CardPast evenIfUnlike(long from, long to) {
        for (long number = lastPowerChange(journal, records); number < records; number++) {
            boolean there = journal.sector(number) < to && journal.sector(number) + journal.sectors(number) > from;
            if (there && journal.kind(number).changesCard()) {
                throw new UsageException(
                        "record %d of the journal %s changes sectors %d to %d: a card that is unlike there cannot have this past"
                                .formatted(number, journal.folder(), from, to - 1));
            }
        }
        return new CardPast(journal, records, from, to);
    }

    /** Says whether a card in some state agrees on everything that the board had read, but for where it may differ; sectors that the board had written before are not looked at. */
    public boolean fits(SectorView card) {
        BitSet written = new BitSet();
        for (long number = lastPowerChange(journal, records) + 1; number < records; number++) {
            CardRequest request = journal.request(number);
            int from = Math.toIntExact(request.sector());
            int to = Math.toIntExact(request.sector() + request.sectors());
            if (request.kind().changesCard()) {
                written.set(from, to);
            } else if (request.kind() == RequestKind.READ && !mayDiffer(request)) {
                int next = written.nextSetBit(from);
                boolean untouched = next < 0 || next >= to;
                byte[] content = card.read(from, to - from);
                if (untouched && ContentHash.of(MemorySegment.ofArray(content), 0, content.length) != request.hash()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean mayDiffer(CardRequest request) {
        return request.sector() >= unlikeFrom && request.sector() + request.sectors() <= unlikeTo;
    }

    private static long lastPowerChange(CardJournal journal, long before) {
        long number = before - 1;
        while (number >= 0
                && journal.kind(number) != RequestKind.POWER_ON
                && journal.kind(number) != RequestKind.POWER_LOST) {
            number--;
        }
        return number;
    }

    /** Checks that on a card nothing else could have happened; {@link UsageException} says what. */
    void requireRepeatable(String name, CardState state, CutPlan plan, Courses courses) {
        if (!courses.isEmpty()) {
            throw new UsageException(
                    "the card %s has faults that depend on every request since it was made: no board can go on from the middle of a boot with it; take a card without"
                            .formatted(name));
        }
        long writes = journal.writesIn(records) - journal.writesIn(lastPowerChange(journal, records));
        synchronized (state) {
            if (plan.mayFireBefore(state.writes() + writes)) {
                throw new UsageException(
                        "a cut of the card %s is planned that might have come within the %d writes that are to be repeated; plan it for a later one, or start the board from its power-on"
                                .formatted(name, writes));
            }
        }
    }

    /**
     * Gives a card power and does it all.
     *
     * @throws UsageException if the board would have read anything else from this card: then it would not have done what it did. What came before has then been done, and the power is gone again
     */
    void repeatOn(CardState state, LiveCard live) {
        long powerOn = lastPowerChange(journal, records);
        state.mark(RequestKind.POWER_ON, 0, 0);
        try {
            for (long number = powerOn + 1; number < records; number++) {
                repeat(journal.request(number), state);
            }
        } catch (RuntimeException e) {
            live.losePower();
            throw e;
        }
    }

    private void repeat(CardRequest request, CardState state) {
        switch (request.kind()) {
            case READ -> read(request, state);
            case WRITE, AFTERMATH -> write(request, state);
            case TRIM, WRITE_ZEROES -> state.zero(request.kind(), request.forced(), request.offset(), request.length());
            case FLUSH -> state.flush();
            case NOT_DONE -> state.mark(RequestKind.NOT_DONE, request.offset(), request.length());
            case MARK -> {} // Notes are of those who watch the board, and whoever watches it now makes their own.
            case POWER_ON, POWER_LOST, EDITED, HOST_WRITE ->
                throw new IllegalStateException("a board under power and a record " + request);
        }
    }

    private void read(CardRequest request, CardState state) {
        int length = Math.toIntExact(request.length());
        MemorySegment content = MemorySegment.ofArray(new byte[length]);
        state.read(request.offset(), length, content, 0);
        if (!mayDiffer(request) && ContentHash.of(content, 0, length) != request.hash()) {
            throw new UsageException(
                    "the card holds something else than the board had read: record %d of the journal %s, a read of %d sectors at %d; only a card that agrees on everything that was read before can go on from there"
                            .formatted(
                                    request.number(),
                                    journal.folder(),
                                    request.length() / SECTOR_BYTES,
                                    request.sector()));
        }
    }

    private void write(CardRequest request, CardState state) {
        MemorySegment content = MemorySegment.ofArray(journal.content(request));
        state.write(request.kind(), request.forced(), request.offset(), content, 0, (int) content.byteSize());
    }
}
