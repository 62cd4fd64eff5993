package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.LinkSchedule.Fate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One direction of a link: holds each frame for as long as its schedule says, then sends it from a thread of its own. Safe for any thread. */
final class LinkLane implements AutoCloseable {
    /** What may be on its way: ten seconds of 13 Mbit/s. */
    private static final long MOST_HELD = 16L << 20;

    /** A frame on its way; not a record, since it holds an array. */
    private static final class Held {
        private final byte[] frame;
        private final long came;
        private final long due;

        Held(byte[] frame, long came, long due) {
            this.frame = frame;
            this.came = came;
            this.due = due;
        }
    }

    private final LinkSchedule schedule;
    private final Predicate<byte[]> sender;
    private final Queue<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private LinkCounts counts = new LinkCounts(0, 0, 0, 0, 0, 0, Duration.ZERO);
    private long changed = System.nanoTime();
    private boolean measured;
    private boolean closed;

    /** @param sender says whether anybody was there to take a frame */
    LinkLane(String name, long seed, Predicate<byte[]> sender) {
        this.schedule = new LinkSchedule(seed);
        this.sender = sender;
        Thread.ofPlatform().daemon().name("link " + name).start(this::run);
    }

    synchronized void accept(byte[] frame) {
        long now = System.nanoTime();
        switch (schedule.decide(now, frame.length)) {
            case Fate.Passes(long due) -> {
                if (heldBytes + frame.length > MOST_HELD) {
                    count(0, 0, 0, 1, 0, 0);
                    return;
                }
                heldBytes += frame.length;
                held.add(new Held(frame, now, due));
            }
            case Fate.Dropped.LOST -> count(0, 0, 1, 0, 0, 0);
            case Fate.Dropped.OVERFLOWED -> count(0, 0, 0, 1, 0, 0);
            case Fate.Dropped.CUT -> count(0, 0, 0, 0, 1, 0);
        }
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                Held next = awaitDue();
                if (sender.test(next.frame)) {
                    sent(next, System.nanoTime() - next.came);
                } else {
                    unheard();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Closed.
        }
    }

    private synchronized Held awaitDue() throws InterruptedException {
        while (true) {
            if (closed) {
                throw new InterruptedException("closed");
            }
            Held next = held.peek();
            long left = next == null ? 0 : next.due - System.nanoTime();
            if (next == null) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } else {
                held.remove();
                heldBytes -= next.frame.length;
                return next;
            }
        }
    }

    private synchronized void sent(Held one, long nanos) {
        if (one.came - changed >= 0) {
            Duration hold = Duration.ofNanos(nanos);
            if (!measured || hold.compareTo(counts.shortestHold()) < 0) {
                counts = counts.withShortestHold(hold);
                measured = true;
            }
        }
        count(1, one.frame.length, 0, 0, 0, 0);
    }

    private synchronized void unheard() {
        count(0, 0, 0, 0, 0, 1);
    }

    private synchronized void count(long frames, long bytes, long lost, long overflowed, long cut, long unheard) {
        counts = new LinkCounts(
                counts.frames() + frames,
                counts.bytes() + bytes,
                counts.lost() + lost,
                counts.overflowed() + overflowed,
                counts.cut() + cut,
                counts.unheard() + unheard,
                counts.shortestHold());
        notifyAll();
    }

    synchronized LinkCounts counts() {
        return counts;
    }

    synchronized LinkFaults faults() {
        return schedule.faults();
    }

    /** Changes its schedule. */
    synchronized void change(Consumer<LinkSchedule> change) {
        change.accept(schedule);
        changed = System.nanoTime();
        measured = false;
        counts = counts.withShortestHold(Duration.ZERO);
    }

    /** Waits until its counts are so, and says whether they were by the deadline. */
    synchronized boolean await(Predicate<LinkCounts> state, Deadline deadline) {
        try {
            while (!state.test(counts) && !deadline.passed()) {
                wait(Math.max(1, deadline.left().toMillis()));
            }
            return state.test(counts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for a network link", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
