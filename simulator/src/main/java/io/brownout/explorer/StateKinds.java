package io.brownout.explorer;

import io.brownout.explorer.LossyReading.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers what was read about states: two of one kind are alike in all that was read. Safe for any thread. */
final class StateKinds {
    /** In place of a result where a reading knows nothing about a cut point, since that is not among those that were read. */
    static final int NOT_READ = -1;

    private final List<LossyReading<?>> readings;
    private final LossyReading<String> userFiles;
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final ResultDigests digests = new ResultDigests();

    /**
     * What was read about the states of one kind.
     *
     * @param digest see {@link Likeness#digest}
     * @param urgency how much they look like trouble: 0 for not at all
     * @param loss what is missing of the user's files; empty if nothing is
     */
    record Kind(String digest, int urgency, String loss) {}

    private StateKinds(List<LossyReading<?>> readings, LossyReading<String> userFiles) {
        this.readings = readings;
        this.userFiles = userFiles;
    }

    /**
     * Prepares to number states of a recording.
     *
     * @param userFiles what was read of the user's files, among the readings as well
     * @param readings in the order of {@link Likeness#of}
     */
    static StateKinds of(Versions versions, Reading<String> userFiles, List<Reading<?>> readings) {
        LossyReading<String> users = new LossyReading<>(userFiles, versions);
        Map<Reading<?>, LossyReading<?>> each = new HashMap<>(Map.of(userFiles, users));
        List<LossyReading<?>> all = new ArrayList<>();
        for (Reading<?> reading : readings) {
            all.add(each.computeIfAbsent(reading, it -> new LossyReading<>(it, versions)));
        }
        return new StateKinds(List.copyOf(all), users);
    }

    /** Returns what reads states, in order. */
    List<LossyReading<?>> readings() {
        return readings;
    }

    /** Returns what each reading found about a cut point; null where it knows nothing of it. */
    List<@Nullable Base> at(long writes) {
        List<@Nullable Base> bases = new ArrayList<>();
        readings.forEach(it -> bases.add(it.at(writes)));
        return bases;
    }

    /** Returns the number of the kind of which each reading has found one result, by these results' numbers. */
    synchronized int number(List<Integer> results) {
        return numbers.computeIfAbsent(results, it -> {
            kinds.add(kind(it));
            return kinds.size() - 1;
        });
    }

    private Kind kind(List<Integer> ids) {
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
        return new Kind(digests.of(results), urgency, loss);
    }

    /** Returns a kind by its number. */
    synchronized Kind get(int number) {
        return kinds.get(number);
    }

    /** Says how many kinds there are. */
    synchronized int count() {
        return kinds.size();
    }

    /** Says how many states were read to tell them apart. */
    int statesRead() {
        return readings.stream().mapToInt(LossyReading::readings).sum();
    }
}
