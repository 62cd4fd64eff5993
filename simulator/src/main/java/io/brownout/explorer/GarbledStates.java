package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.StateId;
import io.brownout.card.StateId.Content;
import io.brownout.card.StateId.Garbled;
import io.brownout.explorer.LossyReading.Base;
import io.brownout.explorer.OpenUnits.OpenUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All states in which the power went while an allocation unit was being copied and nothing of it had been copied yet: whatever was not written since the unit is open is old, erased or noise. Read on the test machine, each of them: so
 * much of the card is different that few agree on what is read.
 */
public final class GarbledStates extends ReadStates {
    private final Reader reader;

    private GarbledStates(CutPoints points, Reader reader, StateKinds kinds, NumberedStates states) {
        super(points, kinds, states);
        this.reader = reader;
    }

    /**
     * Reads them. Blocks.
     *
     * @param places says of a write, by its number, whether it is looked at: a cut right after another one garbles nothing
     * @param contents what there is in place of what was not copied
     * @param userFiles what was read of the user's files, among the readings as well
     * @param readings in the order of {@link Likeness#of}
     * @throws HarnessException if the deadline passes before it is done
     */
    public static GarbledStates of(
            CutPoints points,
            OpenUnits units,
            LongPredicate places,
            List<Content> contents,
            Reading<String> userFiles,
            List<Reading<?>> readings,
            int jobs,
            Deadline deadline)
            throws InterruptedException {
        StateKinds kinds = StateKinds.of(new Versions(points.history()), userFiles, readings);
        Reader reader = new Reader(points, units, places, List.copyOf(contents), kinds);
        return new GarbledStates(
                points,
                reader,
                kinds,
                NumberedStates.read(points.count(), "garbled units", reader::read, jobs, deadline));
    }

    /** Reads the states of one point after the other. */
    private record Reader(
            CutPoints points, OpenUnits units, LongPredicate places, List<Content> contents, StateKinds kinds) {
        int[] read(int point) {
            long writes = points.writes(point);
            Optional<OpenUnit> open = units.after(writes).filter(it -> places.test(writes - 1));
            if (open.isEmpty()) {
                return new int[0];
            }
            List<@Nullable Base> bases = kinds.at(writes);
            int[] found = new int[contents.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = kinds.number(ids(bases, state(writes, open.get(), contents.get(i))));
            }
            return found;
        }

        private List<Integer> ids(List<@Nullable Base> bases, StateId state) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < bases.size(); i++) {
                ids.add(
                        bases.get(i) == null
                                ? StateKinds.NOT_READ
                                : kinds.readings().get(i).of(state));
            }
            return ids;
        }

        StateId state(long writes, int ofPoint) {
            return state(writes, units.after(writes).orElseThrow(), contents.get(ofPoint));
        }

        private static StateId state(long writes, OpenUnit open, Content content) {
            return StateId.after(writes).garbled(new Garbled(open.first(), open.last(), content, open.since()));
        }
    }

    @Override
    public StateId state(int number) {
        return reader.state(writes(number), ofPoint(number));
    }
}
