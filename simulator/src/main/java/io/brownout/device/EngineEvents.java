package io.brownout.device;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the engine's event stream on a thread of its own; when it ends, since the engine went, it is opened again with growing pauses. */
final class EngineEvents implements Engine.Watch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** As good as for ever. */
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private final EngineHttp http;
    private final String target;
    private final Runnable changed;
    private final Thread thread;
    private boolean closed;
    private @Nullable EngineSocket stream;

    private EngineEvents(EngineHttp http, String api, Runnable changed) {
        this.http = http;
        this.changed = changed;
        String filter = Json.object(
                        "type",
                        List.of("container", "image"),
                        "event",
                        List.of("die", "destroy", "start", "stop", "load", "import", "pull", "tag", "delete"))
                .written();
        this.target = api + "/events?filters=" + EngineHttp.encoded(filter);
        this.thread = Thread.ofPlatform().daemon().name("engine-events").unstarted(this::follow);
    }

    static EngineEvents start(EngineHttp http, String api, Runnable changed) {
        EngineEvents events = new EngineEvents(http, api, changed);
        events.thread.start();
        return events;
    }

    private void follow() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try (EngineSocket opened = http.connect(FOR_EVER)) {
                if (!remember(opened)) {
                    return;
                }
                EngineHttp.begin(opened, "GET", target, Map.of());
                pause = FIRST_PAUSE;
                changed.run(); // What happened before the stream was open is not in it.
                while (EngineHttp.chunk(opened).length > 0) {
                    changed.run();
                }
            } catch (IOException e) {
                // The engine has gone; the loop finds out what that means.
            }
            changed.run();
            if (!paused(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private synchronized boolean remember(EngineSocket opened) {
        stream = opened;
        return !closed;
    }

    private synchronized boolean paused(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos(); !closed && left > 0; left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            if (stream != null) {
                stream.close();
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
