package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.UsageException;
import io.brownout.card.CardBus;
import io.brownout.card.CardFault;
import io.brownout.card.CardJournal;
import io.brownout.card.CardProfile;
import io.brownout.card.CommandIndex;
import io.brownout.card.StateId;
import io.brownout.card.TornCommand;
import io.brownout.card.TornPage;
import io.brownout.card.UnitGarbage;
import io.brownout.card.Window;
import io.brownout.explorer.CardLosses;
import io.brownout.explorer.CrashPlace;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.LossyStates;
import io.brownout.explorer.TornPageLosses;
import io.brownout.explorer.TornStates;
import io.brownout.explorer.WindowLosses;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import io.brownout.features.WriteNames;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.BoardModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Reads every state that a card leaves which does not keep all that it has acknowledged, or not all of the write that the power went in.
 *
 * <p>A card behind an SD controller never hears of a flush, so nothing bounds what it may lose but the profile; there it is what decides what boots that is looked at, the boot and the state partition. Elsewhere flushes bound it, and all of the card is.
 *
 * @param fault what kind of card it is
 */
record LossyRun(RunSession session, UpdateRecording recording, CutRun.Plan plan, CardFault fault) {
    private static final List<PartitionRole> DECIDING = List.of(PartitionRole.BOOT, PartitionRole.STATE);
    private static final int MOST_NAMES = 4;

    /**
     * Reads a profile.
     *
     * @param bus how the board reaches its card
     * @return the fault to explore; empty if the card is ideal, or leaves nothing that an ideal one does not
     * @throws UsageException if it is one whose states are not known, or not on that bus
     */
    static Optional<CardFault> fault(String text, CardBus bus) {
        List<CardFault> faults = CardProfile.named(text).faults();
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        boolean known = faults.size() == 1
                && switch (faults.getFirst()) {
                    case TornCommand command -> true;
                    case TornPage page -> bus == CardBus.SD;
                    case UnitGarbage garbage -> bus == CardBus.SD;
                    case Window window ->
                        window.time().isEmpty()
                                && window.loses() == Window.Loses.ANY
                                && (bus == CardBus.VIRTIO
                                        || window.commands().orElse(Window.ALL_COMMANDS) != Window.ALL_COMMANDS);
                    default -> false;
                };
        if (!known) {
            throw new UsageException(
                    "an exploration on %s knows the states of the profiles ideal, torn-command, %s, and no others; found \"%s\""
                            .formatted(
                                    bus.boards(),
                                    bus == CardBus.SD
                                            ? "torn-page, au-garbage and window:commands=N"
                                            : "window:commands=N and window:commands=all",
                                    text));
        }
        boolean asIdeal = bus == CardBus.SD && faults.getFirst() instanceof TornCommand;
        return asIdeal ? Optional.empty() : Optional.of(faults.getFirst());
    }

    FurtherRun.States states(UpdateReadings readings, Deadline deadline) throws InterruptedException {
        Stopwatch watch = Stopwatch.start();
        return switch (fault) {
            case TornCommand command -> torn(readings, deadline, watch);
            case UnitGarbage garbage ->
                new GarbledRun(session, recording, plan, garbage, places()).states(readings, deadline, watch);
            default -> lossy(readings, deadline, watch);
        };
    }

    private FurtherRun.States torn(UpdateReadings readings, Deadline deadline, Stopwatch watch)
            throws InterruptedException {
        session.progress().say("reading every state in which a write has landed in part");
        TornStates states = TornStates.of(points(), readings.userFiles(), readings.all(), plan.jobs(), deadline);
        tell(session, states.count(), states.readings(), watch);
        return new FurtherRun.States(
                "states after torn-command",
                List.of(states),
                place -> "%s, of which %d sectors have landed"
                        .formatted(
                                recording.names().cut(place.state().count()),
                                place.state().torn().orElseThrow().sectors()),
                List.of("writes that are torn in another way than at one of their sectors"),
                watch);
    }

    private FurtherRun.States lossy(UpdateReadings readings, Deadline deadline, Stopwatch watch)
            throws InterruptedException {
        CardLosses losses = losses();
        session.progress().say("reading every state that %s leaves".formatted(losses.described()));
        LossyStates states =
                LossyStates.of(points(), losses, readings.userFiles(), readings.all(), plan.jobs(), deadline);
        tell(session, states.count(), states.readings(), watch);
        return new FurtherRun.States(
                "states after " + losses.described(), List.of(states), this::meaning, notCovered(states), watch);
    }

    static void tell(RunSession session, int states, int read, Stopwatch watch) {
        session.progress()
                .say("%,d states, told apart by %,d readings, in %s"
                        .formatted(states, read, Progress.spoken(watch.elapsed())));
    }

    private List<String> notCovered(LossyStates states) {
        List<String> open = new ArrayList<>();
        if (isBoundedByPlaces()) {
            open.add("losses in other partitions than " + String.join(", ", deciding(recording)));
        }
        if (states.bounded() > 0) {
            open.add("at %,d cut points all but single losses and those of the newest pieces, since there are too many"
                    .formatted(states.bounded()));
        }
        return open;
    }

    private boolean isBoundedByPlaces() {
        return BoardModel.named(recording.subject().board()).card().bus() == CardBus.SD;
    }

    private CutPoints points() {
        return recording.points();
    }

    private CardLosses losses() {
        CommandIndex commands = CommandIndex.of(points().history());
        String where = isBoundedByPlaces() ? String.join(" and ", deciding(recording)) : "all of the card";
        return switch (fault) {
            case Window window -> new WindowLosses(commands, window.commands().orElseThrow(), places(), where);
            case TornPage page ->
                new TornPageLosses(
                        commands, (int) (page.page().bytes() / SectorView.SECTOR_BYTES), this::sector, places(), where);
            default -> throw new IllegalStateException("the states of %s are not known".formatted(fault));
        };
    }

    /** Names the partitions that decide what boots. */
    static List<String> deciding(UpdateRecording recording) {
        return decidingPartitions(recording).stream().map(Partition::label).toList();
    }

    private static List<Partition> decidingPartitions(UpdateRecording recording) {
        SectorView card = recording.points().history().after(recording.points().first());
        return DECIDING.stream().map(role -> recording.roles().find(role, card)).toList();
    }

    private LongPredicate places() {
        if (!isBoundedByPlaces()) {
            return write -> true;
        }
        List<Partition> those = decidingPartitions(recording);
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
