package io.brownout.features;

import io.brownout.board.HarnessException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Things that must not outlive the run. Closes them in reverse order; each close is tried whatever the others do. Safe for any thread. */
public final class Lifetimes implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Takes charge of something. If the run is being ended already it is closed at once, and {@link HarnessException} thrown. */
    public <T extends AutoCloseable> T own(T resource) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                open.push(resource);
            }
        }
        if (late) {
            closeQuietly(resource);
            throw new HarnessException("the run is being ended, nothing more is begun");
        }
        return resource;
    }

    /** Closes one thing that it owns, and forgets it. */
    public void release(AutoCloseable resource) {
        synchronized (this) {
            open.remove(resource);
        }
        closeQuietly(resource);
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                closed = true;
                next = open.poll();
            }
            if (next == null) {
                return;
            }
            closeQuietly(next);
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // A close that fails must not keep the others open, and must be seen.
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
