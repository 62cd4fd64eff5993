package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Examiner;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.features.DeviceTrial;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateMutant;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * An update that has been recorded and read, and what boots have shown about its cut points by now. For one thread, which must close it.
 */
final class ReadUpdate implements AutoCloseable {
    /** The one whose virtual clock is exact. */
    private static final String BOARD = "raspi3b";

    private final UpdateRecording recording;
    private final UpdateReadings readings;
    private final double seconds;
    private final int jobs;
    private final DeviceTrial quick;
    private final DeviceTrial whole;
    private List<CutClass<Life>> known = List.of();

    private ReadUpdate(
            UpdateRecording recording, UpdateReadings readings, double seconds, RunContext context, int jobs) {
        this.recording = recording;
        this.readings = readings;
        this.seconds = seconds;
        this.jobs = jobs;
        this.quick = recording.trial(readings.loaders(), context.folder().resolve("checkpoints"));
        this.whole = recording.trial();
    }

    /** Records an update, and reads what each cut point leaves. */
    static ReadUpdate record(UpdateMutant.Sound update, RunContext context, int jobs) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.start();
        UpdateRecording recording = update.record(context, BOARD);
        double seconds = stopwatch.seconds();
        UpdateReadings readings = recording.read(jobs, Deadline.in(Duration.ofDays(30)), line -> {});
        return new ReadUpdate(recording, readings, seconds, context, jobs);
    }

    UpdateRecording recording() {
        return recording;
    }

    UpdateReadings readings() {
        return readings;
    }

    CutPoints points() {
        return recording.points();
    }

    /** Says how long the recording took. */
    double seconds() {
        return seconds;
    }

    /** Says between which two writes a cut falls. */
    String name(int point) {
        return recording.names().cut(points().writes(point));
    }

    /** Returns the points that leave less than all of the user's files. */
    BitSet lost() {
        BitSet lost = new BitSet();
        readings.losses().classes().stream()
                .filter(it -> !it.result().isEmpty())
                .map(CutClass::points)
                .forEach(lost::or);
        return lost;
    }

    /** Returns the classes that boots have found. */
    List<CutClass<Life>> known() {
        return known;
    }

    /** Goes on booting until every point has a verdict or the deadline has passed. */
    ExplorationResult<Life> boot(ExplorationListener<Life> listener, Deadline deadline, long seed)
            throws InterruptedException {
        return boot(all(), listener, deadline, seed);
    }

    /** Goes on booting until some points have a verdict. */
    void bootUntilKnown(BitSet wanted, Duration budget, long seed) throws InterruptedException {
        BitSet open = (BitSet) wanted.clone();
        known.forEach(it -> open.andNot(it.points()));
        if (!open.isEmpty()) {
            UntilKnown until = new UntilKnown(open, budget);
            boot(open, until, until.deadline(), seed);
        }
    }

    private ExplorationResult<Life> boot(BitSet only, ExplorationListener<Life> listener, Deadline deadline, long seed)
            throws InterruptedException {
        Exploration<Life> exploration =
                new Exploration<>(points(), examiner(quick), examiner(whole), readings.likeness(), listener);
        exploration.resume(known);
        exploration.only(only);
        ExplorationResult<Life> result = exploration.run(jobs, seed, deadline);
        known = result.classes();
        return result;
    }

    private BitSet all() {
        BitSet all = new BitSet();
        all.set(0, points().count());
        return all;
    }

    private Examiner<Life> examiner(DeviceTrial trial) {
        return recording.examiner(points().history(), trial);
    }

    @Override
    public void close() {
        try (quick;
                whole) {
            known = List.of();
        }
    }
}
