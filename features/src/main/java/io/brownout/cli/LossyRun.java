package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.UsageException;
import io.brownout.card.CardFault;
import io.brownout.card.CardJournal;
import io.brownout.card.CardProfile;
import io.brownout.card.CommandIndex;
import io.brownout.card.StateId;
import io.brownout.card.TornCommand;
import io.brownout.card.TornPage;
import io.brownout.card.Window;
import io.brownout.explorer.CardLosses;
import io.brownout.explorer.CrashPlace;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.LossyStates;
import io.brownout.explorer.TornPageLosses;
import io.brownout.explorer.WindowLosses;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import io.brownout.features.WriteNames;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.SectorView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Reads every state that a card leaves which does not keep all that it has acknowledged, as far as that concerns the partitions that decide what boots.
 *
 * @param fault what kind of card it is
 */
record LossyRun(RunSession session, UpdateRecording recording, CutRun.Plan plan, CardFault fault) {
    private static final List<String> PLACES = List.of("resin-boot", "resin-state");
    private static final int MOST_NAMES = 4;

    /**
     * Reads a profile.
     *
     * @return the fault to explore; empty if the card is ideal, or leaves nothing that an ideal one does not
     * @throws UsageException if it is one whose states are not known
     */
    static Optional<CardFault> fault(String text) {
        List<CardFault> faults = CardProfile.named(text).faults();
        if (faults.isEmpty() || faults.equals(List.of(new TornCommand()))) {
            return Optional.empty(); // What a torn command leaves on a Pi, an in-order cut leaves as well.
        }
        if (faults.size() == 1) {
            CardFault only = faults.getFirst();
            if (only instanceof TornPage
                    || (only instanceof Window window
                            && window.time().isEmpty()
                            && window.loses() == Window.Loses.ANY)) {
                return Optional.of(only);
            }
        }
        throw new UsageException(
                "an exploration knows the states of the profiles ideal, torn-command, torn-page and window:commands=N, and no others; found \"%s\""
                        .formatted(text));
    }

    FurtherRun.States states(UpdateReadings readings, Deadline deadline) throws InterruptedException {
        Stopwatch watch = Stopwatch.start();
        CardLosses losses = losses();
        session.progress().say("reading every state that %s leaves".formatted(losses.described()));
        LossyStates states =
                LossyStates.of(points(), losses, readings.userFiles(), readings.all(), plan.jobs(), deadline);
        Duration read = watch.elapsed();
        session.progress()
                .say("%,d states, of which %,d were read, in %s"
                        .formatted(states.count(), states.readings(), Progress.spoken(read)));
        return new FurtherRun.States(
                "states after " + losses.described(), List.of(states), this::meaning, notCovered(states), watch);
    }

    private static List<String> notCovered(LossyStates states) {
        List<String> open = new ArrayList<>(List.of("losses in other partitions than " + String.join(", ", PLACES)));
        if (states.bounded() > 0) {
            open.add("at %,d cut points all but single losses and those of the newest pieces, since there are too many"
                    .formatted(states.bounded()));
        }
        return open;
    }

    private CutPoints points() {
        return recording.points();
    }

    private CardLosses losses() {
        CommandIndex commands = CommandIndex.of(points().history());
        String where = String.join(" and ", PLACES);
        return switch (fault) {
            case Window window -> new WindowLosses(commands, window.commands().orElseThrow(), places(), where);
            case TornPage page ->
                new TornPageLosses(
                        commands, (int) (page.page().bytes() / SectorView.SECTOR_BYTES), this::sector, places(), where);
            default -> throw new IllegalStateException("the states of %s are not known".formatted(fault));
        };
    }

    private LongPredicate places() {
        PartitionLayout layout = PartitionLayout.read(points().history().after(points().first()));
        List<Partition> those = PLACES.stream()
                .flatMap(label -> layout.labelled(label).stream())
                .toList();
        return write -> those.stream().anyMatch(it -> it.contains(sector(write)));
    }

    private long sector(long write) {
        CardJournal journal = points().history().journal();
        return journal.sector(journal.numberOfWrite(write).orElseThrow());
    }

    private String meaning(CrashPlace place) {
        WriteNames names = recording.names();
        StateId state = place.state();
        List<String> lost = state.without().stream()
                .filter(write -> !state.without().contains(write - 1))
                .map(names::name)
                .toList();
        return "%s; not kept: %s%s"
                .formatted(
                        names.cut(state.count()),
                        String.join(", ", lost.subList(0, Math.min(MOST_NAMES, lost.size()))),
                        lost.size() > MOST_NAMES ? " and %d more".formatted(lost.size() - MOST_NAMES) : "");
    }
}
