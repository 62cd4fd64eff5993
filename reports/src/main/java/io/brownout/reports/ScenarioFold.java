package io.brownout.reports;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.BoardReady;
import io.brownout.board.RunEvent.CardActivity;
import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.board.RunEvent.CardInserted;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.ConsoleLine;
import io.brownout.board.RunEvent.DeviceReported;
import io.brownout.board.RunEvent.Measured;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.RunEvent.ScenarioFinished;
import io.brownout.board.RunEvent.ScenarioStarted;
import io.brownout.board.RunEvent.StepFinished;
import io.brownout.board.RunEvent.WearWeighed;
import io.brownout.board.WearReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of one scenario while they are gathered. Not safe for threads; lives only inside a {@link RunFold}. */
final class ScenarioFold {
    static final String CUT_SHORT = "it had not ended when the run did";

    private final String id;
    private final List<StepFinished> steps = new ArrayList<>();
    private final Map<String, BoardFold> boards = new LinkedHashMap<>();
    private final List<Measured> measurements = new ArrayList<>();
    private final List<WearReport> wear = new ArrayList<>();
    private final List<Retried> retries = new ArrayList<>();
    private Optional<ScenarioStarted> started = Optional.empty();
    private Optional<ScenarioFinished> finished = Optional.empty();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    ScenarioFold(String id) {
        this.id = id;
    }

    void take(RunEvent.OfScenario event) {
        first = event.at().isBefore(first) ? event.at() : first;
        last = event.at().isAfter(last) ? event.at() : last;
        switch (event) {
            case ScenarioStarted start -> started = Optional.of(start);
            case ScenarioFinished finish -> finished = Optional.of(finish);
            case StepFinished step -> steps.add(step);
            case BoardReady ready -> board(ready.board()).ready = Optional.of(ready);
            case PowerChanged power -> board(power.board()).power.add(power);
            case ConsoleLine line -> board(line.board()).console.add(line);
            case DeviceReported report -> board(report.board()).reports.add(report);
            case CardActivity activity -> board(activity.board()).activity.add(activity);
            case CardCut cut -> board(cut.board()).cuts.add(cut);
            case CardInserted inserted -> board(inserted.board()).cards.add(inserted);
            case CardFaulted faulted -> board(faulted.board()).faults.add(faulted);
            case CardMapped map -> board(map.board()).maps.add(map);
            case Measured measured -> measurements.add(measured);
            case WearWeighed weighed -> wear.add(weighed.wear());
            case Retried retried -> retries.add(retried);
            case MutantJudged _ -> {} // The run counts it.
        }
    }

    /** Says whether there is anything that a reader would want to see of it. */
    boolean tells() {
        return !boards.isEmpty() || !measurements.isEmpty() || !wear.isEmpty() || !steps.isEmpty();
    }

    ScenarioResult result() {
        Instant begin = started.map(ScenarioStarted::at).orElse(first);
        Instant end = finished.map(ScenarioFinished::at).orElse(last);
        return new ScenarioResult(
                id,
                started.map(ScenarioStarted::name).orElse(id),
                started.map(ScenarioStarted::feature).orElse(""),
                started.map(ScenarioStarted::location).orElse(""),
                started.map(ScenarioStarted::tags).orElse(List.of()),
                started.map(ScenarioStarted::mutant).orElse(""),
                finished.map(ScenarioFinished::outcome).orElse(Outcome.ERROR),
                finished.map(ScenarioFinished::reason).orElse(CUT_SHORT),
                begin,
                end,
                finished.map(ScenarioFinished::duration).orElse(Duration.between(begin, end)),
                steps,
                boards.values().stream().map(BoardFold::result).toList(),
                measurements,
                wear,
                retries);
    }

    private BoardFold board(String name) {
        return boards.computeIfAbsent(name, BoardFold::new);
    }

    private static final class BoardFold {
        private final String name;
        private final List<PowerChanged> power = new ArrayList<>();
        private final List<DeviceReported> reports = new ArrayList<>();
        private final List<CardActivity> activity = new ArrayList<>();
        private final List<CardCut> cuts = new ArrayList<>();
        private final List<CardInserted> cards = new ArrayList<>();
        private final List<CardFaulted> faults = new ArrayList<>();
        private final List<CardMapped> maps = new ArrayList<>();
        private final List<ConsoleLine> console = new ArrayList<>();
        private Optional<BoardReady> ready = Optional.empty();

        BoardFold(String name) {
            this.name = name;
        }

        BoardResult result() {
            return new BoardResult(
                    name,
                    ready.map(BoardReady::model).orElse(""),
                    ready.map(BoardReady::clock),
                    ready.map(BoardReady::consoleLog).orElse(""),
                    power,
                    reports,
                    activity,
                    cuts,
                    cards,
                    faults,
                    maps,
                    console);
        }
    }
}
