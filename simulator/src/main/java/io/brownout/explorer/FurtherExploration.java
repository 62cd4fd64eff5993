package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.explorer.CutVerdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what becomes of devices with crash states that are no cut points of a recording: those after a second cut, while the device recovers from a first (exhaustive to depth two, as littlefs tests its own power losses), and those that a card leaves which does not keep all it has acknowledged.
 *
 * <p>Most such states hold files that a cut point leaves as well, and are decided by the boot after that: the presumption of {@link Likeness}, held against boots in the same way. Each set of files that is new is booted once.
 */
public final class FurtherExploration {
    private static final int LEAST_AUDITS = 10;
    private static final int BOOTS_PER_AUDIT = 20;
    private static final int DRAWS_PER_AUDIT = 10;

    private final List<CrashStates> families;
    private final Function<CrashStates, Examiner<Life>> examiners;
    private final Listener listener;
    private final Map<String, CutVerdict> verdicts;
    private final Map<String, Kinds> unknown = new LinkedHashMap<>();
    private final Map<String, FurtherResult.Failure> failures = new LinkedHashMap<>();
    private final Set<CrashPlace> booted = new HashSet<>();
    private final long states;
    private long byFirstBoots;
    private long byOwnBoots;
    private int audits;

    /** Told how it goes on, from any thread, one call at a time. */
    public interface Listener {
        /**
         * States that hold one set of files have a verdict.
         *
         * @param place the one that was booted
         * @param like how many there are
         * @param life what the device did
         * @param judged how many states have a verdict now, of how many
         */
        void found(CrashPlace place, long like, Life life, CutVerdict verdict, long judged, long states);

        /** A further state was booted, and came to the same verdict. */
        void audited(CrashPlace place);
    }

    /** States that hold one set of files. */
    private static final class Kinds {
        private final CrashPlace representative;
        private int urgency;
        private long count;

        Kinds(CrashPlace representative) {
            this.representative = representative;
        }

        void add(int urgencyThere) {
            count++;
            urgency = Math.max(urgency, urgencyThere);
        }

        int urgency() {
            return urgency;
        }

        long count() {
            return count;
        }
    }

    /**
     * Prepares it.
     *
     * @param known what became of the device after a first cut on an ideal card, by the digest of the files that it leaves
     * @param examiners start a device from a state
     */
    public FurtherExploration(
            Map<String, CutVerdict> known,
            List<? extends CrashStates> families,
            Function<CrashStates, Examiner<Life>> examiners,
            Listener listener) {
        this.verdicts = new HashMap<>(known);
        this.families = List.copyOf(families);
        this.examiners = examiners;
        this.listener = listener;
        this.states = families.stream().mapToLong(CrashStates::count).sum();
        for (CrashStates family : families) {
            for (int number = 0; number < family.count(); number++) {
                sort(family, number);
            }
        }
    }

    private void sort(CrashStates family, int number) {
        String digest = family.digest(number);
        CutVerdict verdict = verdicts.get(digest);
        if (verdict == null) {
            unknown.computeIfAbsent(digest, it -> new Kinds(new CrashPlace(family, number)))
                    .add(family.urgency(number));
        } else {
            byFirstBoots++;
            note(digest, new CrashPlace(family, number), 1, verdict);
        }
    }

    private void note(String digest, CrashPlace place, long count, CutVerdict verdict) {
        if (!verdict.isGood()) {
            failures.merge(
                    digest,
                    new FurtherResult.Failure(verdict, place, count),
                    (one, more) -> new FurtherResult.Failure(verdict, one.place(), one.count() + more.count()));
        }
    }

    /**
     * Boots what no cut point leaves, what looks most like trouble first, until all have a verdict and the audit is done or the deadline passes; a boot that has begun is finished. Blocks.
     *
     * @param jobs how many devices run at once
     * @param seed decides which states are audited
     * @throws HarnessException if an audit disagrees
     */
    public FurtherResult run(int jobs, long seed, Deadline deadline) throws InterruptedException {
        List<Kinds> queue = new ArrayList<>(unknown.values().stream()
                .sorted(Comparator.comparingInt(Kinds::urgency)
                        .thenComparingLong(Kinds::count)
                        .reversed())
                .toList());
        SplittableRandom random = new SplittableRandom(seed);
        Workers.run(jobs, () -> {
            for (Kinds next = first(queue); next != null && !deadline.passed(); next = first(queue)) {
                settle(next, examine(next.representative));
                for (CrashPlace place : auditSample(random, overdueAudits())) {
                    audit(place, verdict(place, examine(place)));
                }
            }
        });
        List<CrashPlace> sample = auditSample(random, wantedAudits());
        Workers.run(jobs, () -> {
            for (CrashPlace next = first(sample); next != null && !deadline.passed(); next = first(sample)) {
                audit(next, verdict(next, examine(next)));
            }
        });
        return result();
    }

    private static <T> @Nullable T first(List<T> queue) {
        synchronized (queue) {
            return queue.isEmpty() ? null : queue.removeFirst();
        }
    }

    private Life examine(CrashPlace place) throws InterruptedException {
        return examiners.apply(place.states()).examine(place.state()).result();
    }

    private static CutVerdict verdict(CrashPlace place, Life life) {
        return life.verdict().unless(place.states().loss(place.number()));
    }

    private synchronized void settle(Kinds kinds, Life life) {
        CrashPlace place = kinds.representative;
        CutVerdict verdict = verdict(place, life);
        booted.add(place);
        byOwnBoots += kinds.count();
        verdicts.put(place.digest(), verdict);
        note(place.digest(), place, kinds.count(), verdict);
        listener.found(place, kinds.count(), life, verdict, byFirstBoots + byOwnBoots, states);
    }

    private synchronized void audit(CrashPlace place, CutVerdict again) {
        CutVerdict expected = verdicts.get(place.digest());
        if (!again.equals(expected)) {
            throw new HarnessException(
                    "the state %s holds the same files as another one, and yet it gave something else (%s, not %s): files do not tell these states apart, so nothing is proven about them"
                            .formatted(place, again, expected));
        }
        audits++;
        listener.audited(place);
    }

    private synchronized int wantedAudits() {
        return Math.max(LEAST_AUDITS, Math.ceilDiv(booted.size(), BOOTS_PER_AUDIT)) - audits;
    }

    /** Says how many audits should have been by now: an exploration that is ended early has had its share of them. */
    private synchronized int overdueAudits() {
        return Math.min(1, booted.size() / BOOTS_PER_AUDIT - audits);
    }

    private synchronized List<CrashPlace> auditSample(SplittableRandom random, int wanted) {
        List<CrashPlace> sample = new ArrayList<>();
        List<CrashStates> some = families.stream().filter(it -> it.count() > 0).toList();
        for (int draw = 0; draw < DRAWS_PER_AUDIT * wanted && sample.size() < wanted && !some.isEmpty(); draw++) {
            CrashStates family = some.get(random.nextInt(some.size()));
            CrashPlace place = new CrashPlace(family, random.nextInt(family.count()));
            if (verdicts.containsKey(place.digest()) && !booted.contains(place) && !sample.contains(place)) {
                sample.add(place);
            }
        }
        return sample;
    }

    /** Returns what has been found out by now. */
    public synchronized FurtherResult result() {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        for (CrashStates family : families) {
            for (int number = 0; number < family.count(); number++) {
                CutVerdict verdict = verdicts.get(family.digest(number));
                if (verdict != null) {
                    counts.merge(verdict.kind(), 1L, Long::sum);
                }
            }
        }
        return new FurtherResult(
                states,
                byFirstBoots,
                byOwnBoots,
                unknown.size(),
                booted.size(),
                audits,
                counts,
                List.copyOf(failures.values()));
    }
}
