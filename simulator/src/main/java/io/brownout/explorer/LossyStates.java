package io.brownout.explorer;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.CardHistory;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.StateId;
import io.brownout.explorer.LossyReading.Base;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All states that a card leaves which may not keep what it has acknowledged: at each cut point, each set of the pieces that it may lose. Read on the test machine, like the cut points themselves.
 *
 * <p>At a point with more than {@link #MOST_PIECES} pieces only each single one, and each run of newest ones, are taken; such points are counted.
 */
public final class LossyStates implements CrashStates {
    /** Up to so many pieces every set of them is taken: 1,023 states. */
    static final int MOST_PIECES = 10;

    /** A reading knows nothing about a cut point, since it is not among those that were read. */
    private static final int NOT_READ = -1;

    private final CutPoints points;
    private final CardLosses losses;
    private final List<LossyReading<?>> readings;
    private final LossyReading<String> userFiles;
    private final int[] firstOf;
    private final int[][] kindsOf;
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final ResultDigests digests = new ResultDigests();
    private final AtomicInteger bounded = new AtomicInteger();

    private record Kind(String digest, int urgency, String loss) {}

    private LossyStates(
            CutPoints points, CardLosses losses, List<LossyReading<?>> readings, LossyReading<String> userFiles) {
        this.points = points;
        this.losses = losses;
        this.readings = readings;
        this.userFiles = userFiles;
        this.firstOf = new int[points.count() + 1];
        this.kindsOf = new int[points.count()][];
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
        Map<Reading<?>, LossyReading<?>> lossy = new HashMap<>();
        LossyReading<String> users = new LossyReading<>(userFiles, versions);
        lossy.put(userFiles, users);
        List<LossyReading<?>> all = new ArrayList<>();
        for (Reading<?> reading : readings) {
            all.add(lossy.computeIfAbsent(reading, it -> new LossyReading<>(it, versions)));
        }
        LossyStates states = new LossyStates(points, losses, all, users);
        AtomicInteger next = new AtomicInteger();
        Workers.run(jobs, () -> {
            for (int point = next.getAndIncrement();
                    point < points.count() && !deadline.passed();
                    point = next.getAndIncrement()) {
                states.kindsOf[point] = states.read(point);
            }
        });
        if (deadline.passed()) {
            throw new HarnessException("the time was over while the states of %s were read; give the exploration more"
                    .formatted(losses.described()));
        }
        states.number();
        return states;
    }

    private void number() {
        for (int point = 0; point < kindsOf.length; point++) {
            firstOf[point + 1] = Math.addExact(firstOf[point], kindsOf[point].length);
        }
    }

    /** One state: which pieces are missing, of those of its point. */
    private final class Missing {
        private final List<Long> writes = new ArrayList<>();
        private final Set<Long> records = new HashSet<>();
        private final BitSet sectors = new BitSet();

        Missing(List<List<Long>> pieces, long mask) {
            CardJournal journal = points.history().journal();
            for (int i = 0; i < pieces.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    for (long write : pieces.get(i)) {
                        long record = journal.numberOfWrite(write).orElseThrow();
                        writes.add(write);
                        records.add(record);
                        CardRequest request = journal.request(record);
                        sectors.set((int) request.sector(), (int) (request.sector() + request.sectors()));
                    }
                }
            }
        }
    }

    private int[] read(int point) {
        long writes = points.writes(point);
        List<List<Long>> pieces = losses.pieces(writes);
        long[] masks = masks(pieces.size());
        int[] found = new int[masks.length];
        if (pieces.size() > MOST_PIECES) {
            bounded.incrementAndGet();
        }
        if (masks.length == 0) {
            return found;
        }
        List<Looked> looked = new ArrayList<>();
        List<Missing> each = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            each.add(new Missing(pieces, 1L << i));
        }
        for (LossyReading<?> reading : readings) {
            looked.add(Looked.at(reading, writes, each));
        }
        for (int i = 0; i < masks.length; i++) {
            long mask = masks[i];
            boolean read = looked.stream().anyMatch(it -> (mask & it.relevant()) != 0);
            Missing missing = new Missing(pieces, read ? mask : 0);
            found[i] =
                    kind(looked.stream().map(it -> it.id(mask, missing, writes)).toList());
        }
        return found;
    }

    /** A reading at one cut point, and which pieces it may depend on there. */
    private record Looked(LossyReading<?> reading, @Nullable Base base, long relevant) {
        static Looked at(LossyReading<?> reading, long writes, List<Missing> each) {
            Base base = reading.at(writes);
            long relevant = 0;
            for (int i = 0; base != null && i < each.size(); i++) {
                relevant |= base.footprint().intersects(each.get(i).sectors) ? 1L << i : 0;
            }
            return new Looked(reading, base, relevant);
        }

        int id(long mask, Missing missing, long writes) {
            if (base == null) {
                return NOT_READ;
            }
            return (mask & relevant) == 0
                    ? base.result()
                    : reading.of(base, StateId.after(writes).without(missing.writes), missing.sectors, missing.records);
        }
    }

    private synchronized int kind(List<Integer> ids) {
        return numbers.computeIfAbsent(ids, it -> {
            List<Object> results = new ArrayList<>();
            int urgency = 0;
            String loss = "";
            for (int i = 0; i < readings.size(); i++) {
                if (ids.get(i) != NOT_READ) {
                    results.add(readings.get(i).result(ids.get(i)));
                    urgency += readings.get(i).urgency(ids.get(i));
                    loss = readings.get(i) == userFiles ? userFiles.result(ids.get(i)) : loss;
                }
            }
            kinds.add(new Kind(digests.of(results), urgency, loss));
            return kinds.size() - 1;
        });
    }

    /** Returns the sets of pieces that may be missing, as bits. */
    private static long[] masks(int pieces) {
        if (pieces > MOST_PIECES) {
            return bounded(Math.min(pieces, Long.SIZE - 1));
        }
        long[] all = new long[(1 << pieces) - 1];
        Arrays.setAll(all, i -> i + 1L);
        return all;
    }

    /** Each single piece, and each run of newest ones of more than one. */
    private static long[] bounded(int pieces) {
        long[] some = new long[2 * pieces - 1];
        for (int i = 0; i < pieces; i++) {
            some[i] = 1L << i;
        }
        for (int i = 2; i <= pieces; i++) {
            some[pieces + i - 2] = (1L << i) - 1;
        }
        return some;
    }

    /** Says how many different sets of files there are. */
    public int kinds() {
        return kinds.size();
    }

    /** Says how many states were read, of all those there are. */
    public int readings() {
        return readings.stream().mapToInt(LossyReading::readings).sum();
    }

    /** Says at how many cut points not every set of pieces was taken. */
    public int bounded() {
        return bounded.get();
    }

    @Override
    public CardHistory history() {
        return points.history();
    }

    @Override
    public int count() {
        return firstOf[points.count()];
    }

    private int point(int number) {
        int found = Arrays.binarySearch(firstOf, number);
        int at = found < 0 ? -found - 2 : found;
        while (firstOf[at + 1] == firstOf[at]) {
            at++; // Points without such states begin where the next does.
        }
        return at;
    }

    @Override
    public StateId state(int number) {
        int point = point(number);
        List<List<Long>> pieces = losses.pieces(points.writes(point));
        return StateId.after(points.writes(point))
                .without(new Missing(pieces, masks(pieces.size())[number - firstOf[point]]).writes);
    }

    private Kind kindOf(int number) {
        int point = point(number);
        return kinds.get(kindsOf[point][number - firstOf[point]]);
    }

    @Override
    public String name(int number) {
        return state(number).toString();
    }

    @Override
    public String digest(int number) {
        return kindOf(number).digest();
    }

    @Override
    public int urgency(int number) {
        return kindOf(number).urgency();
    }

    @Override
    public String loss(int number) {
        return kindOf(number).loss();
    }
}
