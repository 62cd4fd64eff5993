package io.brownout.features;

import io.brownout.board.Deadline;
import java.util.ArrayList;
import java.util.List;

/** The lines that a program has said until now, each a moment after it said it. Safe for any thread. */
final class Overheard {
    private final List<String> lines = new ArrayList<>();

    synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Waits until a line with all of these texts is there, whenever it came, and says whether it is. */
    synchronized boolean await(Deadline deadline, String... texts) throws InterruptedException {
        while (!has(texts) && !deadline.passed()) {
            wait(Math.max(1, deadline.left().toMillis()));
        }
        return has(texts);
    }

    private boolean has(String... texts) {
        return lines.stream().anyMatch(line -> List.of(texts).stream().allMatch(line::contains));
    }

    /** Returns them all, in order. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
