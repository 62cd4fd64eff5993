package io.brownout.explorer;

import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.filesystem.Footprint;
import io.brownout.filesystem.SectorView;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Examines a state by reading it on the test machine, which costs milliseconds where a boot costs seconds. This is how what no boot reads, such as the user's files, is judged at every point.
 *
 * @param <R> what is found out
 * @param history the recording
 * @param reading finds it out, from the card's content alone; safe for any thread
 */
public record HostExaminer<R>(CardHistory history, Function<SectorView, R> reading) implements Examiner<R> {
    @Override
    public Finding<R> examine(StateId state) {
        BitSet read = new BitSet();
        R result = reading.apply(new Footprint(history.view(state), read));
        return new Finding<>(result, read, Trace.NONE);
    }
}
