package io.brownout.board;

/** Something that listens to the events of a run. Called from any thread; must not block for long. */
@FunctionalInterface
public interface EventSink {
    /** Takes one event. */
    void publish(RunEvent event);

    /** Returns a sink that gives each event to both, this one first. */
    default EventSink and(EventSink other) {
        return event -> {
            publish(event);
            other.publish(event);
        };
    }
}
