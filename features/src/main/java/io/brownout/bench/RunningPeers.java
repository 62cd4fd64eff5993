package io.brownout.bench;

import io.brownout.board.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** Several peers at work, which end together. */
final class RunningPeers implements AutoCloseable {
    private final List<RunningPeer> running = new ArrayList<>();

    RunningPeer start(Peer peer, ByteSize size) {
        RunningPeer started = RunningPeer.start(peer, size);
        running.add(started);
        return started;
    }

    /** Returns them in the order in which they were started. */
    List<RunningPeer> all() {
        return List.copyOf(running);
    }

    @Override
    public void close() {
        if (!running.isEmpty()) {
            try (RunningPeer _ = running.removeLast()) {
                close();
            }
        }
    }
}
