package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.Life;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Ends an exploration when one of some verdicts has been found, or when its time is over. Safe for any thread. */
final class UntilFound implements ExplorationListener<Life> {
    private final Set<Kind> wanted;
    private final EarlyEnd end;
    private final AtomicReference<Find> find = new AtomicReference<>();
    private final Stopwatch begun = Stopwatch.start();
    private int classes;

    /**
     * What was found.
     *
     * @param found the class
     * @param boots how many classes had been booted then
     * @param after how long it took
     */
    record Find(CutClass<Life> found, int boots, Duration after) {}

    UntilFound(Set<Kind> wanted, Duration budget) {
        this.wanted = Set.copyOf(wanted);
        this.end = new EarlyEnd(budget);
    }

    /** Returns what to give the exploration as its deadline. */
    Deadline deadline() {
        return end.deadline();
    }

    /** Returns the first class with a wanted verdict; empty if there was none. */
    Optional<Find> find() {
        return Optional.ofNullable(find.get());
    }

    @Override
    public void found(CutClass<Life> found, int covered, int points) {
        classes++;
        if (wanted.contains(found.result().verdict().kind())) {
            find.compareAndSet(null, new Find(found, classes, begun.elapsed()));
            end.end();
        }
    }
}
