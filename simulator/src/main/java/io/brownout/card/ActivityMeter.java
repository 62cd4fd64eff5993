package io.brownout.card;

import io.brownout.board.EventSource;
import io.brownout.board.RunEvent.CardActivity;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells once a second what was written to a card, if anything was. Reads it from the journal, so that requests pay nothing for it. */
final class ActivityMeter implements AutoCloseable {
    private final CardState state;
    private final EventSource events;
    private final ScheduledExecutorService clock;
    private long next;

    private ActivityMeter(CardState state, EventSource events, ScheduledExecutorService clock) {
        this.state = state;
        this.events = events;
        this.clock = clock;
        this.next = state.journal().size();
    }

    static ActivityMeter start(CardState state, EventSource events) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("card-activity").factory());
        ActivityMeter meter = new ActivityMeter(state, events, clock);
        var _ = clock.scheduleAtFixedRate(meter::tell, 1, 1, TimeUnit.SECONDS);
        return meter;
    }

    private synchronized void tell() {
        long size = state.journal().size();
        CardUsage usage = CardUsage.count(state.journal(), next, state.layout());
        next = size;
        if (usage.totalBytes() > 0) {
            events.publish(new CardActivity(events.now(), events.scenario(), events.board(), usage.bytes()));
        }
    }

    /** Tells the rest and ends. */
    @Override
    public void close() {
        clock.shutdownNow();
        tell();
    }
}
