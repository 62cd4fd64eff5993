package io.brownout.device;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose time passes when the test says so, on the test's own thread, in one order. */
final class ManualScheduler implements Scheduler, InstantSource {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long count;

    private record Entry(Instant at, long number, Runnable task) {}

    @Override
    public void after(Duration pause, Runnable task) {
        entries.add(new Entry(now.plus(pause), count++, task));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Lets that much time pass. */
    void run(Duration time) {
        Instant end = now.plus(time);
        while (!entries.isEmpty() && !entries.peek().at().isAfter(end)) {
            Entry next = entries.remove();
            now = next.at();
            next.task().run();
        }
        now = end;
    }
}
