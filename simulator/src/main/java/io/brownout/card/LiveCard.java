package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.EventSource;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.nbd.NbdAllocation;
import io.brownout.nbd.NbdError;
import io.brownout.nbd.NbdExport;
import io.brownout.nbd.NbdRefusal;
import io.brownout.nbd.PowerGoneException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A card under power: from the moment a board has it until its power goes. Everything happens under the lock of the card's state. */
final class LiveCard implements NbdExport {
    private final String name;
    private final CardState state;
    private final CardProfile profile;
    private final CutPlan plan;
    private final EventSource events;
    private final CardListener listener;
    private final RequestWatch watch = new RequestWatch();
    private final CountDownLatch powerLost = new CountDownLatch(1);
    private @Nullable PendingWrite waiting;
    private boolean dead;
    private boolean hung;

    LiveCard(
            String name,
            CardState state,
            CardProfile profile,
            CutPlan plan,
            EventSource events,
            CardListener listener) {
        this.name = name;
        this.state = state;
        this.profile = profile;
        this.plan = plan;
        this.events = events;
        this.listener = listener;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long bytes() {
        return state.sectors() * SECTOR_BYTES;
    }

    @Override
    public void read(long offset, int length, MemorySegment target, long at) {
        synchronized (state) {
            admit(RequestKind.READ, offset, length);
            try {
                state.read(offset, length, target, at);
            } catch (HarnessException e) {
                throw broken(e);
            }
        }
        watch.asked(state.journal().size());
    }

    /** Reads sectors for the board's firmware, which is no client of the server: the request is in the journal unless the power has gone, and no fault has a say in it. */
    byte[] readForFirmware(long sector, int count) {
        synchronized (state) {
            if (dead) {
                return state.view().read(sector, count);
            }
            byte[] content = new byte[Math.multiplyExact(count, SECTOR_BYTES)];
            state.read(sector * SECTOR_BYTES, content.length, MemorySegment.ofArray(content), 0);
            return content;
        }
    }

    /** See {@link CardConnection#whenAsked}. */
    void whenAsked(long records, Runnable action) {
        watch.set(records, action);
    }

    @Override
    public void write(long offset, int length, MemorySegment source, long at, boolean forced) {
        synchronized (state) {
            admit(RequestKind.WRITE, offset, length);
            if (!plan.isIdle()) {
                cutIfPlanned(RequestKind.WRITE, offset, length, source.asSlice(at, length));
            }
            try {
                state.write(RequestKind.WRITE, forced, offset, source, at, length);
            } catch (HarnessException e) {
                throw broken(e);
            }
        }
        watch.asked(state.journal().size());
    }

    @Override
    public void trim(long offset, long length, boolean forced) {
        zero(RequestKind.TRIM, offset, length, forced);
    }

    @Override
    public void writeZeroes(long offset, long length, boolean forced) {
        zero(RequestKind.WRITE_ZEROES, offset, length, forced);
    }

    private void zero(RequestKind kind, long offset, long length, boolean forced) {
        synchronized (state) {
            admit(kind, offset, length);
            if (!plan.isIdle()) {
                cutIfPlanned(kind, offset, length, null);
            }
            try {
                state.zero(kind, forced, offset, length);
            } catch (HarnessException e) {
                throw broken(e);
            }
        }
        watch.asked(state.journal().size());
    }

    @Override
    public void flush() {
        synchronized (state) {
            admit(RequestKind.FLUSH, 0, 0);
            try {
                state.flush();
            } catch (HarnessException e) {
                throw broken(e);
            }
        }
        watch.asked(state.journal().size());
    }

    @Override
    public void cache(long offset, long length) {
        synchronized (state) {
            checkAlive(); // Everything is in memory or mapped: there is nothing to hurry for.
        }
    }

    @Override
    public void allocation(long offset, long length, NbdAllocation.Listener listener) {
        synchronized (state) {
            checkAlive();
            state.allocation(offset, length, listener);
        }
    }

    void checkAlive() {
        if (dead) {
            throw new PowerGoneException();
        }
    }

    /** Lets a request in, unless there is nobody to do it. The caller holds the card's lock. */
    private void admit(RequestKind kind, long offset, long length) {
        checkAlive();
        if (hung) {
            if (kind.isWrite()) {
                state.mark(RequestKind.NOT_DONE, offset, length);
            }
            throw new NbdRefusal(NbdError.EIO, "the card hangs");
        }
    }

    /** See {@link Card#hang}. */
    void hang() {
        synchronized (state) {
            hung = true;
        }
        events.publish(new CardFaulted(
                events.now(), events.scenario(), events.board(), "hang", "every request ends with an error"));
    }

    /** The firmware of a board sends it CMD0. */
    void initialise() {
        synchronized (state) {
            hung = false;
        }
    }

    private void cutIfPlanned(RequestKind kind, long offset, long length, @Nullable MemorySegment source) {
        PendingWrite pending =
                new PendingWrite(state.writes(), kind, offset / SECTOR_BYTES, length / SECTOR_BYTES, source, state);
        Optional<String> reason = plan.fires(pending);
        if (reason.isPresent()) {
            cut(pending, reason.get());
            throw new PowerGoneException();
        }
    }

    private void cut(PendingWrite pending, String reason) {
        String partition = state.layout().labelAt(pending.sector());
        long lost = die(pending);
        CardCut cut = new CardCut(
                events.now(),
                events.scenario(),
                events.board(),
                pending.number(),
                pending.sector(),
                partition,
                profile.name(),
                reason,
                lost);
        tell(() -> {
            events.publish(cut);
            listener.cut(cut);
        });
    }

    /** On a thread of its own: the listener kills the board, which may wait for this very connection to end. */
    private void tell(Runnable news) {
        Thread.ofPlatform().daemon().name("card-news " + name).start(news);
    }

    private HarnessException broken(HarnessException why) {
        if (!dead) {
            dead = true;
            powerLost.countDown();
            plan.disarm();
            tell(() -> listener.broke(why));
        }
        return why;
    }

    private long die(@Nullable PendingWrite pending) {
        dead = true;
        plan.disarm();
        powerLost.countDown();
        return state.losePower(profile, pending);
    }

    /** Notes a write that the card has been asked for and will only begin with later: it is in flight if the power goes before. The caller holds the card's lock. */
    void waitsFor(PendingWrite write) {
        waiting = write;
    }

    /** Waits for the power to go, at most so long, or for ever; says whether it has gone. Then nothing is waited for any more. */
    boolean awaitPowerLoss(Optional<Duration> most) {
        try {
            if (most.isEmpty()) {
                powerLost.await();
                return true;
            }
            return powerLost.await(most.get().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            synchronized (state) {
                waiting = null;
            }
        }
    }

    /** The board's power goes, unless the card has cut it before. */
    void losePower() {
        synchronized (state) {
            if (!dead) {
                die(waiting);
            }
        }
    }
}
