package io.brownout.card;

import io.brownout.card.CrashScript.Kind;
import io.brownout.card.CrashScript.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What a card with a live fault answers and holds, worked out from the script alone and in the plainest way: by what the page docs/cards.md says of each fault. */
final class LiveModel {
    static final int DONE = 0;
    static final int EPERM = 1;
    static final int EIO = 5;

    /** What becomes of a request: its answer, and which of its sectors change. */
    record Fate(int error, IntPredicate changes) {
        static final Fate NORMAL = new Fate(DONE, sector -> true);
        static final Fate IGNORED = new Fate(DONE, sector -> false);

        static Fate refused(int error) {
            return new Fate(error, sector -> false);
        }
    }

    /** A fault as the page describes it. Told of the requests one after the other. */
    interface Rule {
        Fate fate(Op op);
    }

    private LiveModel() {}

    static LiveScript.Answers answers(LiveScript script, Rule rule) {
        long[] tags = IntStream.range(0, CrashScript.SECTORS)
                .mapToLong(CrashScript::originTag)
                .toArray();
        List<Integer> errors = new ArrayList<>();
        List<List<Long>> read = new ArrayList<>();
        for (int index = 0; index < script.ops().size(); index++) {
            Op op = script.ops().get(index);
            Fate fate = rule.fate(op);
            errors.add(fate.error());
            List<Long> seen = new ArrayList<>();
            for (int sector = op.sector(); sector < op.sector() + op.sectors(); sector++) {
                if (op.kind() == Kind.READ && fate.error() == DONE) {
                    seen.add(tags[sector]);
                } else if (op.kind().changes() && fate.changes().test(sector)) {
                    tags[sector] = op.kind() == Kind.WRITE ? CrashScript.tag(index, sector) : CrashScript.ZEROES;
                }
            }
            read.add(seen);
        }
        return new LiveScript.Answers(
                errors, read, java.util.Arrays.stream(tags).boxed().toList());
    }

    /** Nothing goes wrong. */
    static Rule faultless() {
        return op -> Fate.NORMAL;
    }

    /** Erases are acknowledged, and the old content stays. */
    static Rule eraseNoop() {
        return op -> op.kind() == Kind.TRIM || op.kind() == Kind.ZERO ? Fate.IGNORED : Fate.NORMAL;
    }

    /** Writes into weak sectors are acknowledged, and the old content stays there; erases work. */
    static Rule programNoop(IntPredicate weak) {
        return op -> op.kind() == Kind.WRITE ? new Fate(DONE, weak.negate()) : Fate.NORMAL;
    }

    /** A page that is weak reads well so many times after it was written, or since the beginning. */
    static Rule readFlaky(IntPredicate weak, int pageSectors, int good) {
        Map<Integer, Integer> reads = new HashMap<>();
        return op -> {
            boolean bad = false;
            for (int page : pages(op, pageSectors)) {
                if (op.kind() == Kind.READ && touchesWeak(op, page, pageSectors, weak)) {
                    bad |= reads.merge(page, 1, Integer::sum) > good;
                } else if (op.kind().changes()) {
                    reads.remove(page);
                }
            }
            return bad ? Fate.refused(EIO) : Fate.NORMAL;
        };
    }

    private static Set<Integer> pages(Op op, int pageSectors) {
        Set<Integer> pages = new HashSet<>();
        for (int sector = op.sector(); sector < op.sector() + op.sectors(); sector++) {
            pages.add(sector / pageSectors);
        }
        return pages;
    }

    private static boolean touchesWeak(Op op, int page, int pageSectors, IntPredicate weak) {
        return IntStream.range(op.sector(), op.sector() + op.sectors())
                .anyMatch(sector -> sector / pageSectors == page && weak.test(sector));
    }

    /** Once so many bytes have been written nothing changes any more, everything can be read. */
    static Rule readOnly(long after) {
        long[] written = {0};
        return op -> {
            if (op.kind().changes() && written[0] >= after) {
                return Fate.refused(EPERM);
            }
            written[0] += op.kind() == Kind.WRITE ? op.sectors() * 512L : 0;
            return Fate.NORMAL;
        };
    }

    /** Once so many bytes have been written every request ends with an error. */
    static Rule dead(long after) {
        long[] written = {0};
        return op -> {
            if (written[0] >= after) {
                return Fate.refused(EIO);
            }
            written[0] += op.kind() == Kind.WRITE ? op.sectors() * 512L : 0;
            return Fate.NORMAL;
        };
    }

    /** Once so many bytes have been written a write that reaches into a unit that none has written to fails as a whole. */
    static Rule fullSpare(long after, int unitSectors) {
        long[] written = {0};
        Set<Integer> used = new HashSet<>();
        return op -> {
            if (op.kind() != Kind.WRITE) {
                return Fate.NORMAL;
            }
            Set<Integer> units = pages(op, unitSectors);
            if (written[0] >= after && !used.containsAll(units)) {
                return Fate.refused(EIO);
            }
            written[0] += op.sectors() * 512L;
            used.addAll(units);
            return Fate.NORMAL;
        };
    }
}
