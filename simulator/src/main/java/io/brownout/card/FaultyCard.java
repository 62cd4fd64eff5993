package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.EventSource;
import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.card.Courses.Decision;
import io.brownout.card.Reaction.Fate;
import io.brownout.nbd.NbdAllocation;
import io.brownout.nbd.NbdExport;
import io.brownout.nbd.NbdRefusal;
import io.brownout.nbd.PowerGoneException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A card under power whose faults have a say in every request before the card itself gets it. Waits happen on the connection's thread, without the card's lock, and end when the power goes. */
final class FaultyCard implements NbdExport {
    private final LiveCard card;
    private final CardState state;
    private final Courses courses;
    private final EventSource events;
    private final Set<FaultKind> told = new HashSet<>();

    FaultyCard(LiveCard card, CardState state, Courses courses, EventSource events) {
        this.card = card;
        this.state = state;
        this.courses = courses;
        this.events = events;
    }

    @Override
    public String name() {
        return card.name();
    }

    @Override
    public long bytes() {
        return card.bytes();
    }

    @Override
    public void read(long offset, int length, MemorySegment target, long at) {
        meet(request(RequestKind.READ, offset, length), null);
        card.read(offset, length, target, at);
    }

    @Override
    public void write(long offset, int length, MemorySegment source, long at, boolean forced) {
        LiveRequest request = request(RequestKind.WRITE, offset, length);
        switch (meet(request, source.asSlice(at, length))) {
            case Fate.Done ignored -> card.write(offset, length, source, at, forced);
            case Fate.Partly(BitSet unchanged) -> writePartly(request, unchanged, source, at, forced);
            case Fate.Ignored ignored -> notDone(request);
            case Fate.Refused ignored -> throw new IllegalStateException("a refusal must have been thrown");
            case Fate.Unanswered ignored -> throw new IllegalStateException("the power must have gone");
        }
    }

    /** The write lands, and right behind it the journal has what the card holds all the same. */
    private void writePartly(LiveRequest request, BitSet unchanged, MemorySegment source, long at, boolean forced) {
        synchronized (state) {
            byte[] old = state.view().read(request.sector(), (int) request.sectors());
            MemorySegment before = MemorySegment.ofArray(old);
            card.write(request.sector() * SECTOR_BYTES, old.length, source, at, forced);
            for (int from = unchanged.nextSetBit(0);
                    from >= 0;
                    from = unchanged.nextSetBit(unchanged.nextClearBit(from))) {
                int bytes = (unchanged.nextClearBit(from) - from) * SECTOR_BYTES;
                long offset = (request.sector() + from) * SECTOR_BYTES;
                state.write(RequestKind.AFTERMATH, forced, offset, before, (long) from * SECTOR_BYTES, bytes);
            }
        }
    }

    @Override
    public void trim(long offset, long length, boolean forced) {
        LiveRequest request = request(RequestKind.TRIM, offset, length);
        if (meet(request, null) instanceof Fate.Ignored) {
            notDone(request);
        } else {
            card.trim(offset, length, forced);
        }
    }

    @Override
    public void writeZeroes(long offset, long length, boolean forced) {
        LiveRequest request = request(RequestKind.WRITE_ZEROES, offset, length);
        if (meet(request, null) instanceof Fate.Ignored) {
            notDone(request);
        } else {
            card.writeZeroes(offset, length, forced);
        }
    }

    @Override
    public void flush() {
        meet(request(RequestKind.FLUSH, 0, 0), null);
        card.flush();
    }

    @Override
    public void cache(long offset, long length) {
        card.cache(offset, length);
    }

    @Override
    public void allocation(long offset, long length, NbdAllocation.Listener listener) {
        card.allocation(offset, length, listener);
    }

    private static LiveRequest request(RequestKind kind, long offset, long length) {
        return new LiveRequest(kind, offset / SECTOR_BYTES, length / SECTOR_BYTES);
    }

    /** Lets the faults decide, and waits as they say; returns what is left to do. Throws if that is nothing. */
    private Fate meet(LiveRequest request, @Nullable MemorySegment source) {
        Decision decision;
        boolean first;
        boolean waits;
        synchronized (state) {
            card.checkAlive();
            decision = courses.decide(request);
            waits = !decision.reaction().delay().isZero() || decision.reaction().fate() instanceof Fate.Unanswered;
            if (waits && request.isWrite()) {
                card.waitsFor(pending(request, source));
            }
            first = decision.fault().map(told::add).orElse(false);
        }
        if (first) {
            publish(decision, request);
        }
        if (waits) {
            await(decision.reaction());
        }
        if (decision.reaction().fate() instanceof Fate.Refused(var error, String reason)) {
            if (request.isWrite()) {
                notDone(request);
            }
            throw new NbdRefusal(error, reason);
        }
        return decision.reaction().fate();
    }

    /** Has a copy of the content: whoever takes the power does so on another thread, which must not touch the memory of the connection. */
    private PendingWrite pending(LiveRequest request, @Nullable MemorySegment source) {
        MemorySegment copy = source == null ? null : MemorySegment.ofArray(source.toArray(ValueLayout.JAVA_BYTE));
        return new PendingWrite(state.writes(), request.kind(), request.sector(), request.sectors(), copy, state);
    }

    private void await(Reaction reaction) {
        Optional<Duration> delay =
                reaction.fate() instanceof Fate.Unanswered ? Optional.empty() : Optional.of(reaction.delay());
        if (card.awaitPowerLoss(delay)) {
            throw new PowerGoneException();
        }
    }

    private void notDone(LiveRequest request) {
        synchronized (state) {
            card.checkAlive();
            state.mark(RequestKind.NOT_DONE, request.sector() * SECTOR_BYTES, request.sectors() * SECTOR_BYTES);
        }
    }

    private void publish(Decision decision, LiveRequest request) {
        String fault = decision.fault().map(FaultKind::name).orElse("");
        events.publish(new CardFaulted(
                events.now(),
                events.scenario(),
                events.board(),
                fault,
                "%s %s".formatted(request.told(), told(decision.reaction()))));
    }

    private static String told(Reaction reaction) {
        return switch (reaction.fate()) {
            case Fate.Done ignored -> "had to wait for " + FaultParameter.written(reaction.delay());
            case Fate.Partly(BitSet unchanged) ->
                "was acknowledged, %d of its sectors stay as they were".formatted(unchanged.cardinality());
            case Fate.Ignored ignored -> "was acknowledged, and not done";
            case Fate.Refused(var error, String reason) -> "was refused with %s: %s".formatted(error, reason);
            case Fate.Unanswered ignored -> "is never answered";
        };
    }
}
