package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.StateId;
import io.brownout.explorer.LossyReading.Base;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All states that a card leaves which may not keep what it has acknowledged: at each cut point, each set of the pieces that it may lose. Read on the test machine, like the cut points themselves.
 *
 * <p>At a point with more than {@link PieceSets#MOST} pieces only each single one, and each run of newest ones, are taken; such points are counted.
 */
public final class LossyStates extends ReadStates {
    private final CutPoints points;
    private final CardLosses losses;

    private LossyStates(CutPoints points, CardLosses losses, StateKinds kinds, NumberedStates states) {
        super(points, kinds, states);
        this.points = points;
        this.losses = losses;
    }

    /**
     * Reads them. Blocks for some minutes where there are millions.
     *
     * @param losses what the card may lose
     * @param userFiles what was read of the user's files, among the readings as well
     * @param readings in the order of {@link Likeness#of}
     * @throws HarnessException if the deadline passes before it is done
     */
    public static LossyStates of(
            CutPoints points,
            CardLosses losses,
            Reading<String> userFiles,
            List<Reading<?>> readings,
            int jobs,
            Deadline deadline)
            throws InterruptedException {
        Versions versions = new Versions(points.history());
        StateKinds kinds = StateKinds.of(versions, userFiles, readings);
        Reader reader = new Reader(points, losses, versions, kinds);
        return new LossyStates(
                points,
                losses,
                kinds,
                NumberedStates.read(points.count(), losses.described(), reader::read, jobs, deadline));
    }

    /** What is missing in one state, of the pieces of its point. */
    private static final class Missing {
        private final List<Long> writes = new ArrayList<>();
        private final Set<Long> records = new HashSet<>();
        private final BitSet sectors = new BitSet();

        Missing(CardJournal journal, List<List<Long>> pieces, BitSet set) {
            for (int piece = set.nextSetBit(0); piece >= 0; piece = set.nextSetBit(piece + 1)) {
                for (long write : pieces.get(piece)) {
                    long record = journal.numberOfWrite(write).orElseThrow();
                    writes.add(write);
                    records.add(record);
                    CardRequest request = journal.request(record);
                    sectors.set((int) request.sector(), (int) (request.sector() + request.sectors()));
                }
            }
        }
    }

    /** Reads the states of one point after the other. */
    private record Reader(CutPoints points, CardLosses losses, Versions versions, StateKinds kinds) {
        int[] read(int point) {
            long writes = points.writes(point);
            List<List<Long>> pieces = losses.pieces(writes);
            PieceSets sets = new PieceSets(pieces.size());
            int[] found = new int[sets.count()];
            if (found.length == 0) {
                return found;
            }
            List<Looked> looked = looked(writes, pieces);
            BitSet relevant = new BitSet();
            looked.forEach(it -> relevant.or(it.relevant()));
            for (int i = 0; i < found.length; i++) {
                BitSet set = sets.get(i);
                Missing missing = missing(pieces, relevant.intersects(set) ? set : new BitSet());
                found[i] = kinds.number(
                        looked.stream().map(it -> it.id(set, missing, writes)).toList());
            }
            return found;
        }

        private Missing missing(List<List<Long>> pieces, BitSet set) {
            return new Missing(points.history().journal(), pieces, set);
        }

        private List<Looked> looked(long writes, List<List<Long>> pieces) {
            List<BitSet> sectors = new ArrayList<>();
            for (int i = 0; i < pieces.size(); i++) {
                BitSet alone = new BitSet();
                alone.set(i);
                sectors.add(missing(pieces, alone).sectors);
            }
            List<@Nullable Base> bases = kinds.at(writes);
            List<Looked> looked = new ArrayList<>();
            for (int i = 0; i < bases.size(); i++) {
                looked.add(Looked.at(kinds.readings().get(i), bases.get(i), sectors, versions));
            }
            return looked;
        }
    }

    /** A reading at one cut point, and which pieces it may depend on there. */
    private record Looked(LossyReading<?> reading, @Nullable Base base, BitSet relevant, Versions versions) {
        static Looked at(LossyReading<?> reading, @Nullable Base base, List<BitSet> sectors, Versions versions) {
            BitSet relevant = new BitSet();
            for (int i = 0; base != null && i < sectors.size(); i++) {
                relevant.set(i, base.footprint().intersects(sectors.get(i)));
            }
            return new Looked(reading, base, relevant, versions);
        }

        int id(BitSet set, Missing missing, long writes) {
            if (base == null) {
                return StateKinds.NOT_READ;
            }
            return relevant.intersects(set)
                    ? reading.of(
                            base,
                            StateId.after(writes).without(missing.writes),
                            missing.sectors,
                            sector -> versions.hash(sector, writes, missing.records))
                    : base.result();
        }
    }

    private List<List<Long>> pieces(int point) {
        return losses.pieces(points.writes(point));
    }

    /** Says at how many cut points not every set of pieces was taken. */
    public int bounded() {
        return (int) IntStream.range(0, points.count())
                .filter(it -> new PieceSets(pieces(it).size()).bounded())
                .count();
    }

    @Override
    public StateId state(int number) {
        List<List<Long>> pieces = losses.pieces(writes(number));
        BitSet set = new PieceSets(pieces.size()).get(ofPoint(number));
        return StateId.after(writes(number)).without(new Missing(history().journal(), pieces, set).writes);
    }
}
