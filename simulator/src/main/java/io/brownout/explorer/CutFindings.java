package io.brownout.explorer;

import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the device at every cut point: what its boots did, and whether what it need not read to boot was still there.
 *
 * @param points all cut points
 * @param verdicts how many of them have each verdict
 * @param failures those after which a device must not be left, in the order of their first points
 * @param bad all points with such a failure
 * @param open how many have no verdict, since the time was over
 */
public record CutFindings(CutPoints points, Map<Kind, Integer> verdicts, List<Failure> failures, BitSet bad, int open) {
    /**
     * Cut points with the same bad verdict for the same reason.
     *
     * @param state one that shows it
     * @param certificate the class whose boot showed it: the name of its certificate
     * @param firstWrite the number of the write before which the first of the cuts falls
     * @param lastWrite the same of the last; not all between need be among them
     * @param count how many there are
     */
    public record Failure(
            CutVerdict verdict, StateId state, StateId certificate, long firstWrite, long lastWrite, int count) {}

    /** Copies the collections. */
    public CutFindings {
        verdicts = Map.copyOf(verdicts);
        failures = List.copyOf(failures);
        bad = (BitSet) bad.clone();
    }

    @Override
    public BitSet bad() {
        return (BitSet) bad.clone();
    }

    /**
     * Joins the results of two explorations of the same points.
     *
     * @param lives what booting gave
     * @param losses what reading the user's files gave: an empty text where all are there
     */
    public static CutFindings of(ExplorationResult<Life> lives, ExplorationResult<String> losses) {
        CutPoints points = lives.points();
        Map<Kind, Integer> verdicts = new EnumMap<>(Kind.class);
        List<Failure> failures = new ArrayList<>();
        BitSet judged = new BitSet();
        BitSet bad = new BitSet();
        for (CutClass<Life> life : lives.classes()) {
            for (CutClass<String> loss : losses.classes()) {
                BitSet both = life.points();
                both.and(loss.points());
                if (both.isEmpty()) {
                    continue;
                }
                CutVerdict verdict = life.result().verdict().unless(loss.result());
                judged.or(both);
                verdicts.merge(verdict.kind(), both.cardinality(), Integer::sum);
                if (!verdict.isGood()) {
                    bad.or(both);
                    failures.add(failure(points, verdict, life.state(), both));
                }
            }
        }
        failures.sort(java.util.Comparator.comparingLong(Failure::firstWrite));
        return new CutFindings(points, verdicts, failures, bad, points.count() - judged.cardinality());
    }

    private static Failure failure(CutPoints points, CutVerdict verdict, StateId certificate, BitSet those) {
        int first = those.nextSetBit(0);
        return new Failure(
                verdict,
                points.state(first),
                certificate,
                points.writes(first),
                points.writes(those.length() - 1),
                those.cardinality());
    }
}
