package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.Deadline;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.card.CardFault;
import io.brownout.card.StateId;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.Examiner;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Likeness;
import io.brownout.features.DeviceTrial;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * @param depth 2 if the power is to go a second time as well
     * @param fault what the card does not keep; empty for an ideal one
     * @param resumed the run folder that is gone on with; empty if there is none
     */
    record Plan(
            int jobs,
            Duration budget,
            boolean bootsOnly,
            Shard shard,
            Duration recorded,
            int depth,
            Optional<CardFault> fault,
            Optional<Path> resumed) {
        /** Plans to examine each point, or to put together what others have found, to depth one. */
        static Plan of(int jobs, Shard shard, Duration recorded) {
            return new Plan(jobs, Duration.ofDays(30), false, shard, recorded, 1, Optional.empty(), Optional.empty());
        }
    }

    /** Explores, tells a person what came out, ends the session, and returns the exit code. */
    int explore() throws InterruptedException {
        CutReport report = judge();
        CutProgress.tell(report);
        return session.finish(
                report.isBad() ? Verdict.FAILED : Verdict.PASSED,
                report.open() == 0
                        ? ""
                        : "%,d of %,d cut points have no verdict".formatted(report.open(), report.points()));
    }

    /** Explores, and writes down and publishes what came out. */
    CutReport judge() throws InterruptedException {
        CutPoints points = recording.points();
        session.progress().say("an update with %,d cut points".formatted(points.count()));
        Deadline deadline = Deadline.in(plan.budget());
        Path certificates = session.folder().resolve(CERTIFICATES);
        known.forEach(it -> it.writeInto(certificates));
        recording.keepIn(
                session.folder()); // Not sooner: a run with a recording is gone on with, and must know all that was
        // known.
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
        ExplorationResult<Life> lives = boot(readings, deadline, certificates);
        Duration booted = booting.elapsed();
        CutFindings findings = CutFindings.of(lives, readings.losses());
        CutReport report = new CutSummary(findings, lives, recording, times(read, booted), plan)
                .report()
                .with(further(readings, lives, deadline));
        session.sink().publish(new RunEvent.CutsJudged(session.clock().instant(), report));
        new CutJson(
                        report,
                        recording.subject(),
                        plan.fault().map(CardFault::toString).orElse("ideal"))
                .writeTo(session.folder());
        return report;
    }

    private List<CutReport.Further> further(UpdateReadings readings, ExplorationResult<Life> lives, Deadline deadline)
            throws InterruptedException {
        FurtherRun run = new FurtherRun(session, recording, plan, known(readings, lives), deadline);
        List<CutReport.Further> further = new ArrayList<>();
        if (plan.fault().isPresent()) {
            further.add(run.judge(
                    new LossyRun(session, recording, plan, plan.fault().get()).states(readings, deadline)));
        }
        if (plan.depth() == 2) {
            further.add(run.judge(new SecondCutRun(session, recording, plan, recoveries()).states(lives, deadline)));
        }
        return further;
    }

    /** Returns what became of devices after first cuts, by the files that these leave. */
    private static Map<String, CutVerdict> known(UpdateReadings readings, ExplorationResult<Life> lives) {
        Map<String, CutVerdict> known = new HashMap<>();
        BitSet left = new BitSet();
        left.set(0, lives.points().count());
        for (int point = left.nextSetBit(0); point >= 0; point = left.nextSetBit(point)) {
            left.andNot(readings.likeness().like(point));
            String digest = readings.likeness().digest(point);
            String loss = readings.losses().classOf(point).orElseThrow().result();
            lives.classOf(point)
                    .ifPresent(it -> known.put(digest, it.result().verdict().unless(loss)));
        }
        return known;
    }

    private CutSummary.Times times(Duration read, Duration booted) {
        return new CutSummary.Times(plan.recorded(), read, booted, plan.jobs(), known.size());
    }

    private ExplorationResult<Life> boot(UpdateReadings readings, Deadline deadline, Path certificates)
            throws InterruptedException {
        Path checkpoints = session.folder().resolve("checkpoints");
        try (DeviceTrial quick = recording.trial(readings.loaders(), checkpoints);
                DeviceTrial whole = recording.trial()) {
            Optional<Path> journals = plan.depth() == 2 ? Optional.of(recoveries()) : Optional.empty();
            Examiner<Life> auditor = examiner(whole, Optional.empty());
            Exploration<Life> exploration = new Exploration<>(
                    recording.points(),
                    examiner(plan.bootsOnly() ? whole : quick, journals),
                    auditor,
                    plan.bootsOnly() ? Likeness.NONE : readings.likeness(),
                    listener(certificates));
            exploration.resume(known.stream().map(Certificate::found).toList());
            if (plan.shard().equals(Shard.NONE)) {
                return exploration.result();
            }
            exploration.only(readings.likeness()
                    .part(
                            plan.shard().number(),
                            plan.shard().of(),
                            recording.points().count()));
            return exploration.run(plan.jobs(), recording.subject().seed(), deadline);
        }
    }

    private Examiner<Life> examiner(DeviceTrial trial, Optional<Path> journals) {
        return recording.examiner(recording.points().history(), trial, journals);
    }

    private Path recoveries() {
        return session.folder().resolve(SecondCutRun.RECOVERIES);
    }

    private ExplorationListener<Life> listener(Path certificates) {
        CutProgress progress = new CutProgress(session.progress(), recording.names());
        return new ExplorationListener<>() {
            @Override
            public void found(CutClass<Life> found, int covered, int of) {
                Certificate.of(recording.subject(), recording.points().history(), found)
                        .writeInto(certificates);
                progress.found(found, covered, of);
            }

            @Override
            public void audited(CutClass<Life> of, StateId state) {
                progress.audited(of, state);
            }
        };
    }
}
