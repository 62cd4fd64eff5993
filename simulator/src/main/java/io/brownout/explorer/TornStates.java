package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.CardRequest;
import io.brownout.card.RequestKind;
import io.brownout.card.StateId;
import io.brownout.explorer.LossyReading.Base;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All states in which the write that the power went in has landed in part: its first sector, its first two, and so on. There are some only where a request has several sectors; elsewhere each of them is a cut point. Read on the test machine, like the cut points themselves. */
public final class TornStates extends ReadStates {
    private TornStates(CutPoints points, StateKinds kinds, NumberedStates states) {
        super(points, kinds, states);
    }

    /**
     * Reads them. Blocks.
     *
     * @param userFiles what was read of the user's files, among the readings as well
     * @param readings in the order of {@link Likeness#of}
     * @throws HarnessException if the deadline passes before it is done
     */
    public static TornStates of(
            CutPoints points, Reading<String> userFiles, List<Reading<?>> readings, int jobs, Deadline deadline)
            throws InterruptedException {
        Versions versions = new Versions(points.history());
        StateKinds kinds = StateKinds.of(versions, userFiles, readings);
        Reader reader = new Reader(points, versions, kinds);
        return new TornStates(
                points, kinds, NumberedStates.read(points.count(), "torn commands", reader::read, jobs, deadline));
    }

    /** Reads the states of one point after the other. */
    private record Reader(CutPoints points, Versions versions, StateKinds kinds) {
        int[] read(int point) {
            long writes = points.writes(point);
            Optional<CardRequest> interrupted = interrupted(writes);
            if (interrupted.isEmpty()) {
                return new int[0];
            }
            int[] found = new int[(int) interrupted.get().sectors() - 1];
            List<@Nullable Base> bases = kinds.at(writes);
            for (int i = 0; i < found.length; i++) {
                found[i] =
                        kinds.number(ids(bases, writes, (int) interrupted.get().sector(), i + 1));
            }
            return found;
        }

        /** Returns the write that a cut after so many of them interrupts, if it can be torn. */
        private Optional<CardRequest> interrupted(long writes) {
            if (writes >= points.last()) {
                return Optional.empty();
            }
            CardRequest next = points.history()
                    .journal()
                    .request(points.history().journal().numberOfWrite(writes).orElseThrow());
            return Optional.of(next).filter(it -> it.kind() == RequestKind.WRITE && it.sectors() > 1);
        }

        private List<Integer> ids(List<@Nullable Base> bases, long writes, int first, int landed) {
            BitSet sectors = new BitSet();
            sectors.set(first, first + landed);
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < bases.size(); i++) {
                ids.add(id(
                        kinds.readings().get(i),
                        bases.get(i),
                        StateId.after(writes).torn(writes, landed),
                        sectors));
            }
            return ids;
        }

        private int id(LossyReading<?> reading, @Nullable Base base, StateId state, BitSet sectors) {
            if (base == null) {
                return StateKinds.NOT_READ;
            }
            return reading.of(
                    base,
                    state,
                    sectors,
                    it -> versions.hash(it, sectors.get(it) ? state.count() + 1 : state.count(), Set.of()));
        }
    }

    @Override
    public StateId state(int number) {
        return StateId.after(writes(number)).torn(writes(number), ofPoint(number) + 1L);
    }
}
