package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds something out about every cut point of a recording by examining few of them.
 *
 * <p>A device that starts from a card, with fixed inputs and nothing else, does what it does because of the sectors it reads. So a state that agrees with one that was run on all sectors whose first content was read then leads
 * to the same life, request by request: the lemma of lazy exploration (Jaaru, ASPLOS 2021, for memory; here for a card). Each run therefore decides its whole class, and there are at most as many classes as writes that change
 * what some run reads.
 *
 * <p>The same holds for what is read on the test machine: there it is plain that nothing but the sectors decides.
 *
 * <p>The lemma needs a deterministic device. That is not taken on trust: states that were not representatives are run as well, and one that does anything else ends the exploration as an error of the harness.
 *
 * <p>Where {@link Likeness} is given, a run also decides the states that hold the same files, however these lie. That is a presumption: it is counted apart, and audited in the same way.
 *
 * @param <R> what is found out about each point
 */
public final class Exploration<R> {
    private static final int LEAST_AUDITS = 10;
    private static final int CLASSES_PER_AUDIT = 20;

    private final CutPoints points;
    private final Examiner<R> examiner;
    private final Examiner<R> auditor;
    private final Likeness likeness;
    private final ExplorationListener<R> listener;
    private final Contents contents;
    private final BitSet open = new BitSet();
    private final BitSet mine = new BitSet();
    private final BitSet running = new BitSet();
    private final BitSet audited = new BitSet();
    private final List<CutClass<R>> classes = new ArrayList<>();
    private int audits;

    /** Prepares an exploration that takes nothing for granted. */
    public Exploration(CutPoints points, Examiner<R> examiner, ExplorationListener<R> listener) {
        this(points, examiner, examiner, Likeness.NONE, listener);
    }

    /**
     * Prepares an exploration in which alike points are presumed to give the same.
     *
     * @param auditor examines what is audited, and presumes nothing
     */
    public Exploration(
            CutPoints points,
            Examiner<R> examiner,
            Examiner<R> auditor,
            Likeness likeness,
            ExplorationListener<R> listener) {
        this.points = points;
        this.examiner = examiner;
        this.auditor = auditor;
        this.likeness = likeness;
        this.listener = listener;
        this.contents = new Contents(points);
        open.set(0, points.count());
        mine.set(0, points.count());
    }

    /** Takes over what an earlier exploration of the same points has found. Points that another class has already are left with that one. */
    public synchronized void resume(List<CutClass<R>> found) {
        for (CutClass<R> known : found) {
            BitSet members = known.points();
            members.and(open);
            if (!members.isEmpty()) {
                BitSet presumed = known.presumed();
                presumed.and(members);
                open.andNot(members);
                classes.add(new CutClass<>(known.representative(), known.state(), members, presumed, known.finding()));
            }
        }
    }

    /** Leaves all points but these to others: they get a verdict only if they share the class of one of these. */
    public synchronized void only(BitSet part) {
        mine.and(part);
    }

    /**
     * Runs states until every point has a verdict and the audit is done, or the deadline passes; a run that has begun is finished. Blocks.
     *
     * @param jobs how many devices run at once
     * @param seed decides which states are audited
     * @throws HarnessException if the device turns out not to be deterministic
     */
    public ExplorationResult<R> run(int jobs, long seed, Deadline deadline) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Workers.run(jobs, () -> {
            for (int point = take(); point >= 0 && !deadline.passed(); point = take()) {
                explore(point);
                for (int audited : auditSample(random, overdueAudits())) {
                    reexamine(audited);
                }
            }
        });
        List<Integer> sample = auditSample(random, wantedAudits() - audits());
        Workers.run(jobs, () -> {
            for (int point = next(sample); point >= 0 && !deadline.passed(); point = next(sample)) {
                reexamine(point);
            }
        });
        return result();
    }

    /** Returns what has been found out by now. */
    public synchronized ExplorationResult<R> result() {
        return new ExplorationResult<>(points, classes, audits, open);
    }

    /** Takes the point that looks most like trouble; among equals the one in the middle of the longest stretch without a verdict, so that what is unlike the rest shows early. -1 if all have one or are being run. */
    private synchronized int take() {
        BitSet free = (BitSet) open.clone();
        free.and(mine);
        running.stream().forEach(point -> free.andNot(likeness.like(point)));
        int best = -1;
        int longest = 0;
        int most = -1;
        for (int from = free.nextSetBit(0); from >= 0; ) {
            int urgency = likeness.urgency(from);
            int to = endOfEqual(free, from, urgency);
            if (urgency > most || (urgency == most && to - from > longest)) {
                most = urgency;
                longest = to - from;
                best = from + (to - from) / 2;
            }
            from = free.nextSetBit(to);
        }
        if (best >= 0) {
            running.set(best);
        }
        return best;
    }

    private int endOfEqual(BitSet free, int from, int urgency) {
        int end = free.nextClearBit(from);
        for (int to = from + 1; to < end; to++) {
            if (likeness.urgency(to) != urgency) {
                return to;
            }
        }
        return end;
    }

    private static int next(List<Integer> sample) {
        synchronized (sample) {
            return sample.isEmpty() ? -1 : sample.removeFirst();
        }
    }

    private void explore(int point) throws InterruptedException {
        settle(point, examiner.examine(points.state(point)));
    }

    private void reexamine(int point) throws InterruptedException {
        settle(point, auditor.examine(points.state(point)));
    }

    private synchronized void settle(int point, Finding<R> finding) {
        running.clear(point);
        if (!open.get(point)) {
            audit(point, finding);
            return;
        }
        BitSet agreeing = (BitSet) open.clone();
        contents.keepAgreeing(agreeing, point, finding.footprint());
        BitSet presumed = likeness.like(point);
        presumed.and(open);
        presumed.andNot(agreeing);
        BitSet members = (BitSet) presumed.clone();
        members.or(agreeing);
        open.andNot(members);
        CutClass<R> found = new CutClass<>(point, points.state(point), members, presumed, finding);
        classes.add(found);
        listener.found(found, points.count() - open.cardinality(), points.count());
    }

    private void audit(int point, Finding<R> finding) {
        CutClass<R> expected =
                classes.stream().filter(it -> it.contains(point)).findFirst().orElseThrow();
        boolean presumed = expected.presumed().get(point);
        if (presumed ? !resembles(expected, finding) : !auditor.confirms(expected.finding(), finding)) {
            throw new HarnessException(
                    "the state %s %s %s, and yet it gave something else (%s, not %s): %s"
                            .formatted(
                                    points.state(point),
                                    presumed ? "holds the same files as" : "agrees on all that was read with",
                                    expected.state(),
                                    finding.result(),
                                    expected.result(),
                                    presumed
                                            ? "files do not tell these states apart, so examine each without that presumption"
                                            : "what is examined is not deterministic, so nothing is proven; use a board and a clock that are"));
        }
        audits++;
        listener.audited(expected, points.state(point));
    }

    private boolean resembles(CutClass<R> expected, Finding<R> finding) {
        return auditor.resemble(expected.result(), finding.result());
    }

    private synchronized int audits() {
        return audits;
    }

    private synchronized int wantedAudits() {
        return Math.max(LEAST_AUDITS, Math.ceilDiv(classes.size(), CLASSES_PER_AUDIT));
    }

    /** Says how many audits should have been by now: an exploration that is ended early has had its share of them. */
    private synchronized int overdueAudits() {
        return Math.min(1, classes.size() / CLASSES_PER_AUDIT - audited.cardinality());
    }

    /** Chooses points that nobody has examined or is about to, as far as there are so many; half of them among those that are only presumed. */
    private synchronized List<Integer> auditSample(SplittableRandom random, int wanted) {
        if (wanted <= 0) {
            return List.of();
        }
        BitSet proven = new BitSet();
        BitSet presumed = new BitSet();
        for (CutClass<R> found : classes) {
            presumed.or(found.presumed());
            proven.or(found.points());
            proven.clear(found.representative());
        }
        proven.andNot(presumed);
        proven.andNot(audited);
        presumed.andNot(audited);
        int half = wanted / 2 + (random.nextBoolean() ? wanted % 2 : 0);
        int ofPresumed = Math.min(presumed.cardinality(), Math.max(wanted - proven.cardinality(), half));
        List<Integer> sample = drawn(presumed, ofPresumed, random);
        sample.addAll(drawn(proven, wanted - sample.size(), random));
        sample.forEach(audited::set);
        return sample;
    }

    private static List<Integer> drawn(BitSet candidates, int wanted, SplittableRandom random) {
        List<Integer> sample = new ArrayList<>();
        int[] all = candidates.stream().toArray();
        for (int i = 0; i < all.length && sample.size() < wanted; i++) {
            int chosen = i + random.nextInt(all.length - i);
            sample.add(all[chosen]);
            all[chosen] = all[i];
        }
        return sample;
    }
}
