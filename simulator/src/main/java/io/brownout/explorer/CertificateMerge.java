package io.brownout.explorer;

import io.brownout.board.HarnessException;
import io.brownout.explorer.Life.Begin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Certificates that several runs have written about one recording, put together. They must not contradict one another: a cut point has one verdict, whichever machine found it. */
public final class CertificateMerge {
    private final List<Placed> all = new ArrayList<>();
    private final Map<CutVerdict, BitSet> judged = new HashMap<>();
    private final Map<String, Placed> byState = new LinkedHashMap<>();

    private record Placed(Path file, Certificate certificate, CutClass<Life> found) {
        CutVerdict verdict() {
            return found.result().verdict();
        }

        /** Says whether another run of the same state did the same, as far as the two can be compared. */
        boolean confirms(Placed other) {
            if (!certificate.subject().deterministic()) {
                return verdict().equals(other.verdict());
            }
            boolean wholeBoots = begun() == Begin.POWER_ON && other.begun() == Begin.POWER_ON;
            return wholeBoots
                    ? found.finding().agreesWith(other.found.finding())
                    : found.result().reports().equals(other.found.result().reports());
        }

        Begin begun() {
            return found.result().begun();
        }
    }

    /** Creates one without any. */
    public CertificateMerge() {}

    /**
     * Adds one.
     *
     * @param file where it lies, for messages
     * @throws HarnessException if it contradicts one that was added before; both are named
     */
    public void add(Path file, Certificate certificate) {
        Placed placed = new Placed(file, certificate, certificate.found());
        judged.forEach((verdict, points) -> {
            if (!verdict.equals(placed.verdict())
                    && points.intersects(placed.found().points())) {
                throw contradiction(placed, verdict);
            }
        });
        judged.computeIfAbsent(placed.verdict(), absent -> new BitSet())
                .or(placed.found().points());
        all.add(placed);
        byState.merge(certificate.state(), placed, CertificateMerge::ofSameState);
    }

    private HarnessException contradiction(Placed placed, CutVerdict verdict) {
        Placed earlier = all.stream()
                .filter(it -> it.verdict().equals(verdict)
                        && it.found().points().intersects(placed.found().points()))
                .findFirst()
                .orElseThrow();
        BitSet both = earlier.found().points();
        both.and(placed.found().points());
        long first = placed.certificate().subject().firstWrite() + both.nextSetBit(0);
        return new HarnessException(
                "two certificates contradict one another about %d cut points, the first of them after-%d: %s says %s, %s says %s; check each again with `brownout cut --verify`, and if both hold, explore anew with --boots-only: files do not tell these states apart"
                        .formatted(
                                both.cardinality(),
                                first,
                                earlier.file(),
                                earlier.verdict(),
                                placed.file(),
                                placed.verdict()));
    }

    private static Placed ofSameState(Placed one, Placed other) {
        if (!one.confirms(other)) {
            throw new HarnessException(
                    "two certificates of the same state %s tell of different lives: %s and %s; the device is not deterministic on one of their machines, so nothing is proven: check each again with `brownout cut --verify`"
                            .formatted(one.certificate().state(), one.file(), other.file()));
        }
        Placed kept = one.begun() == Begin.POWER_ON ? one : other;
        Certificate both = kept.certificate().covering(union(one, other), presumedByBoth(one, other));
        return new Placed(kept.file(), both, both.found());
    }

    private static BitSet union(Placed one, Placed other) {
        BitSet points = one.found().points();
        points.or(other.found().points());
        return points;
    }

    private static BitSet presumedByBoth(Placed one, Placed other) {
        BitSet proven = proven(one);
        proven.or(proven(other));
        BitSet presumed = union(one, other);
        presumed.andNot(proven);
        return presumed;
    }

    private static BitSet proven(Placed one) {
        BitSet proven = one.found().points();
        proven.andNot(one.found().presumed());
        return proven;
    }

    /** Returns one certificate for each state that was run, in the order in which they were added. */
    public List<Certificate> certificates() {
        return byState.values().stream().map(Placed::certificate).toList();
    }
}
