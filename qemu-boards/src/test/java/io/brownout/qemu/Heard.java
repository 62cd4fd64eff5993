package io.brownout.qemu;

import io.brownout.board.EventSource;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.PowerChanged;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the events of a test. */
final class Heard {
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    EventSource source(String board) {
        return new EventSource("", board, InstantSource.system(), events::add);
    }

    List<RunEvent> all() {
        return List.copyOf(events);
    }

    /** Returns the changes of power as {@code CHANGE boot}. */
    List<String> powerChanges() {
        return of(PowerChanged.class).stream()
                .map(it -> it.change() + " " + it.boot())
                .toList();
    }

    <T extends RunEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
