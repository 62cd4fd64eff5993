package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.CrashPlace;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Examiner;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Recovery;
import io.brownout.explorer.Workers;
import io.brownout.features.DeviceTrial;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import io.brownout.features.WriteNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets the power go a second time, before each write that a device makes while it recovers from a first cut: after one representative of each class of first cuts that is good.
 *
 * @param recoveries where the journals of the devices that were booted after a first cut are
 */
record SecondCutRun(RunSession session, UpdateRecording recording, CutRun.Plan plan, Path recoveries) {
    /** Where a run folder has those journals. */
    static final String RECOVERIES = "recoveries";

    private static final List<String> NOT_COVERED =
            List.of("third cuts", "second cuts after cut points that are not the representative of their class");

    /** Reads what the devices wrote, and returns their second cuts. */
    FurtherRun.States states(ExplorationResult<Life> lives, Deadline deadline) throws InterruptedException {
        Stopwatch watch = Stopwatch.start();
        List<StateId> followed = lives.classes().stream()
                .filter(it -> it.result().verdict().isGood())
                .map(CutClass::state)
                .toList();
        bootAgain(followed, deadline);
        return new FurtherRun.States("second cuts", read(followed, deadline), this::meaning, NOT_COVERED, watch);
    }

    /** Boots those representatives whose journals nobody has kept, since they were found in a run of depth one. */
    private void bootAgain(List<StateId> followed, Deadline deadline) throws InterruptedException {
        Queue<StateId> missing = new ConcurrentLinkedQueue<>(
                followed.stream().filter(it -> journal(it).isEmpty()).toList());
        if (missing.isEmpty()) {
            return;
        }
        session.progress()
                .say("booting %,d devices once more, to have the journals of their cards".formatted(missing.size()));
        try (DeviceTrial trial = recording.trial()) {
            Examiner<Life> examiner = recording.examiner(recording.points().history(), trial, Optional.of(recoveries));
            Workers.run(plan.jobs(), () -> {
                for (StateId next = missing.poll(); next != null && !deadline.passed(); next = missing.poll()) {
                    examiner.examine(next);
                }
            });
        }
    }

    private Optional<Path> journal(StateId state) {
        Optional<Path> before = plan.resumed().map(it -> it.resolve(RECOVERIES).resolve(state.toString()));
        return Optional.of(recoveries.resolve(state.toString()))
                .filter(Files::isDirectory)
                .or(() -> before.filter(Files::isDirectory));
    }

    private List<Recovery> read(List<StateId> followed, Deadline deadline) throws InterruptedException {
        List<Recovery> read = new ArrayList<>();
        for (StateId state : followed) {
            Optional<Path> journal = journal(state);
            if (journal.isPresent() && !deadline.passed()) {
                CardHistory life =
                        CardHistory.open(journal.get(), recording.points().history());
                if (life.writes() > 0) {
                    CutPoints points = Recovery.points(life);
                    UpdateReadings readings = recording.read(points, plan.jobs(), deadline, line -> {});
                    read.add(new Recovery(state, points, readings.likeness(), readings.losses()));
                }
            }
        }
        return read;
    }

    private String meaning(CrashPlace place) {
        Recovery recovery = (Recovery) place.states();
        return "%s; and again %s"
                .formatted(
                        recording.names().cut(recovery.cut().count()),
                        WriteNames.of(recovery.history()).cut(place.state().count()));
    }
}
