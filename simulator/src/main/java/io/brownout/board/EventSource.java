package io.brownout.board;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Where the events of one board come from: its scenario, its name, the clock that stamps them, and who listens.
 *
 * @param scenario the identity of the scenario; empty outside of any
 * @param board the board's name within its scenario
 */
public record EventSource(String scenario, String board, InstantSource clock, EventSink sink) {
    /** Returns a source outside of any run, which nobody listens to. */
    public static EventSource unheard(String board) {
        return new EventSource("", board, InstantSource.system(), event -> {});
    }

    /** Returns the time to stamp an event with. */
    public Instant now() {
        return clock.instant();
    }

    /** Publishes one event. */
    public void publish(RunEvent event) {
        sink.publish(event);
    }
}
