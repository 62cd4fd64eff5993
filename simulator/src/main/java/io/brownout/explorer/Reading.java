package io.brownout.explorer;

import io.brownout.filesystem.SectorView;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Something that was read about cut points, and how: so that it can be read about other states too.
 *
 * @param <R> what is found out
 * @param result what it found about the cut points, or about some that follow one another; with the footprint of each class
 * @param function finds it out, from the card's content alone; safe for any thread
 * @param urgency how much a result looks like trouble: 0 for not at all
 */
public record Reading<R>(ExplorationResult<R> result, Function<SectorView, R> function, ToIntFunction<R> urgency) {
    /** Returns what it says about the cut points. */
    public Likeness.Aspect<R> aspect() {
        return new Likeness.Aspect<>(result, urgency);
    }
}
