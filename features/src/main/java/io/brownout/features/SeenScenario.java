package io.brownout.features;

import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.BoardReady;
import io.brownout.board.RunEvent.Measured;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.OfScenario;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.RunEvent.ScenarioFinished;
import io.brownout.board.RunEvent.ScenarioStarted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run showed of one scenario, with a planted fault or without; one that has not ended is not there.
 *
 * @param start under which name, and with which fault
 * @param end how it ended, and after how long
 * @param boots how often a board began to boot
 * @param writes of which the cards kept a record, in sectors
 * @param board the last that it used; empty if it used none
 * @param judged what became of its planted fault; empty in an ordinary run
 */
record SeenScenario(
        ScenarioStarted start,
        ScenarioFinished end,
        long boots,
        long writes,
        Optional<BoardReady> board,
        Optional<MutantJudged> judged) {
    private static final String WRITES = "writes recorded";

    /** Reads the events of one run, in the order in which its scenarios began. */
    static List<SeenScenario> in(List<RunEvent> run) {
        Map<String, List<OfScenario>> told = new LinkedHashMap<>();
        for (RunEvent event : run) {
            if (event instanceof OfScenario own) {
                told.computeIfAbsent(own.scenario(), scenario -> new ArrayList<>())
                        .add(own);
            }
        }
        return told.values().stream().flatMap(events -> of(events).stream()).toList();
    }

    private static Optional<SeenScenario> of(List<OfScenario> events) {
        return last(events, ScenarioStarted.class)
                .flatMap(start -> last(events, ScenarioFinished.class)
                        .map(end -> new SeenScenario(
                                start,
                                end,
                                boots(events),
                                writes(events),
                                last(events, BoardReady.class),
                                last(events, MutantJudged.class))));
    }

    private static long boots(List<OfScenario> events) {
        return events.stream()
                .filter(event -> event instanceof PowerChanged changed
                        && (changed.change() == PowerChange.ON || changed.change() == PowerChange.REBOOT))
                .count();
    }

    private static long writes(List<OfScenario> events) {
        return events.stream()
                .mapToLong(event ->
                        event instanceof Measured measured && measured.what().equals(WRITES)
                                ? (long) measured.value()
                                : 0)
                .sum();
    }

    private static <T extends OfScenario> Optional<T> last(List<OfScenario> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).reduce((earlier, later) -> later);
    }

    /** Says whether no fault was planted. */
    boolean isOrdinary() {
        return start.mutant().isEmpty();
    }

    /** Returns the clock that its board had. */
    Optional<GuestClock> clock() {
        return board.map(BoardReady::clock);
    }
}
