package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.Deadline;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.card.StateId;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.DeviceExaminer;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Likeness;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Explores one recording and writes down what was found: a certificate for each class as soon as it has its verdict, so that nothing is lost when the run is ended, and {@code cut.json} at the end.
 *
 * @param recording what to explore
 * @param known certificates of earlier runs of the same recording
 * @param plan how
 */
record CutRun(RunSession session, UpdateRecording recording, List<Certificate> known, Plan plan) {
    /** Where certificates lie in a run folder. */
    static final String CERTIFICATES = "certificates";

    /**
     * How to explore.
     *
     * @param jobs how many devices run at once
     * @param budget how long at most, from the first reading on
     * @param bootsOnly whether each point must be decided by a boot that could not have told it from another
     * @param shard which part of the points
     * @param recorded how long recording took; zero if an earlier run did that
     */
    record Plan(int jobs, Duration budget, boolean bootsOnly, Shard shard, Duration recorded) {}

    /** Returns the exit code. */
    int explore() throws InterruptedException {
        CutPoints points = recording.points();
        session.progress().say("an update with %,d cut points".formatted(points.count()));
        Deadline deadline = Deadline.in(plan.budget());
        Path certificates = session.folder().resolve(CERTIFICATES);
        known.forEach(it -> it.writeInto(certificates));
        Stopwatch reading = Stopwatch.start();
        UpdateReadings readings = recording.read(plan.jobs(), deadline, session.progress()::say);
        Duration read = reading.elapsed();
        session.progress()
                .say("%,d cut points leave %,d different sets of files, as %,d readings in %s tell"
                        .formatted(
                                points.count(),
                                readings.likeness().kinds(),
                                readings.readings(),
                                Progress.spoken(read)));
        Stopwatch booting = Stopwatch.start();
        ExplorationResult<Life> lives = boot(readings.likeness(), deadline, certificates);
        Duration booted = booting.elapsed();
        CutFindings findings = CutFindings.of(lives, readings.losses());
        CutReport report = new CutSummary(findings, lives, recording, times(read, booted)).report();
        session.sink().publish(new RunEvent.CutsJudged(session.clock().instant(), report));
        new CutJson(report, recording.subject()).writeTo(session.folder());
        CutProgress.tell(report, read.plus(booted));
        return session.finish(findings.failures().isEmpty() ? Verdict.PASSED : Verdict.FAILED, reason(findings));
    }

    private CutSummary.Times times(Duration read, Duration booted) {
        return new CutSummary.Times(plan.recorded(), read, booted, plan.jobs(), known.size());
    }

    private ExplorationResult<Life> boot(Likeness likeness, Deadline deadline, Path certificates)
            throws InterruptedException {
        CutPoints points = recording.points();
        CutProgress progress = new CutProgress(session.progress(), recording.names());
        Exploration<Life> exploration = new Exploration<>(
                points,
                new DeviceExaminer(points.history(), recording.trial()),
                plan.bootsOnly() ? Likeness.NONE : likeness,
                new ExplorationListener<Life>() {
                    @Override
                    public void found(CutClass<Life> found, int covered, int of) {
                        Certificate.of(recording.subject(), points.history(), found)
                                .writeInto(certificates);
                        progress.found(found, covered, of);
                    }

                    @Override
                    public void audited(CutClass<Life> of, StateId state) {
                        progress.audited(of, state);
                    }
                });
        exploration.resume(known.stream().map(Certificate::found).toList());
        if (plan.shard().equals(Shard.NONE)) {
            return exploration.result();
        }
        exploration.only(likeness.part(plan.shard().number(), plan.shard().of(), points.count()));
        return exploration.run(plan.jobs(), recording.subject().seed(), deadline);
    }

    private static String reason(CutFindings findings) {
        return findings.open() == 0
                ? ""
                : "%,d of %,d cut points have no verdict"
                        .formatted(findings.open(), findings.points().count());
    }
}
