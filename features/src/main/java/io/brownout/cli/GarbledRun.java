package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.card.StateId.Content;
import io.brownout.card.StateId.Garbled;
import io.brownout.card.UnitGarbage;
import io.brownout.explorer.CrashPlace;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.GarbledStates;
import io.brownout.explorer.OpenUnits;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import io.brownout.filesystem.SectorView;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Reads every state in which an allocation unit was being copied when the power went, and nothing of it had been copied yet.
 *
 * @param fault how large a unit is, and what takes the place of what was not copied
 * @param places says of a write, by its number, whether it is looked at
 */
record GarbledRun(
        RunSession session, UpdateRecording recording, CutRun.Plan plan, UnitGarbage fault, LongPredicate places) {
    FurtherRun.States states(UpdateReadings readings, Deadline deadline, Stopwatch watch) throws InterruptedException {
        session.progress().say("reading every state in which a unit of %s was not copied".formatted(fault.size()));
        CutPoints points = recording.points();
        GarbledStates states = GarbledStates.of(
                points,
                OpenUnits.of(points.history(), (int) (fault.size().bytes() / SectorView.SECTOR_BYTES)),
                places,
                contents(),
                readings.userFiles(),
                readings.all(),
                plan.jobs(),
                deadline);
        LossyRun.tell(session, states.count(), states.readings(), watch);
        String where = String.join(" and ", LossyRun.deciding(recording));
        return new FurtherRun.States(
                "states after au-garbage:size=%s in %s".formatted(fault.size(), where),
                List.of(states),
                this::meaning,
                List.of(
                        "copies of an allocation unit that came further than its beginning",
                        "garbage elsewhere than in " + where),
                watch);
    }

    private List<Content> contents() {
        return switch (fault.outside()) {
            case ANY -> List.of(Content.values());
            case OLD -> List.of(Content.OLD);
            case FF -> List.of(Content.FF);
            case NOISE -> List.of(Content.NOISE);
        };
    }

    private String meaning(CrashPlace place) {
        Garbled garbled = place.state().garbled().orElseThrow();
        String content = switch (garbled.content()) {
            case OLD -> "as it was before it was last written";
            case FF -> "erased";
            case NOISE -> "noise";
        };
        return "%s; of the allocation unit of sectors %,d to %,d all is %s but what was written from write %,d on"
                .formatted(
                        recording.names().cut(place.state().count()),
                        garbled.first(),
                        garbled.last(),
                        content,
                        garbled.since());
    }
}
