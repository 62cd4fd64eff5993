package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.DeviceReport;
import io.brownout.board.GuestClock;
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
import io.brownout.board.RunEvent.ImageUsed;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.Measured;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.PartitionSpan;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.RunEvent.RunFinished;
import io.brownout.board.RunEvent.RunStarted;
import io.brownout.board.RunEvent.ScenarioFinished;
import io.brownout.board.RunEvent.ScenarioStarted;
import io.brownout.board.RunEvent.StepFinished;
import io.brownout.board.RunEvent.WearWeighed;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells the events of a run by hand, second by second, so that a sample reads like what happened. */
final class Told {
    static final List<PartitionSpan> RESINOS = List.of(
            new PartitionSpan("resin-boot", 8192, 131_072),
            new PartitionSpan("resin-rootA", 139_264, 524_288),
            new PartitionSpan("resin-rootB", 663_552, 524_288),
            new PartitionSpan("extended", 1_187_840, 909_312),
            new PartitionSpan("resin-state", 1_196_032, 40_960),
            new PartitionSpan("resin-data", 1_245_184, 851_968));

    private final List<RunEvent> events = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");
    private Instant scenarioBegan = now;
    private Instant stepBegan = now;
    private String scenario = "";
    private String board = "pi";
    private int boot;
    private int line;

    List<RunEvent> events() {
        return List.copyOf(events);
    }

    Told waits(double seconds) {
        now = now.plusMillis(Math.round(seconds * 1000));
        return this;
    }

    Told runStarts(String... command) {
        events.add(new RunStarted(
                now, List.of(command), 20_261_124, "0.1.0", "2 cores, QEMU 7.2.22, TCG (no KVM), Debian 12"));
        return this;
    }

    Told uses(String image, String digest) {
        events.add(new ImageUsed(now, image, digest));
        return this;
    }

    Told scenario(String id, String name, String feature, String location, String mutant, String... tags) {
        scenario = id;
        scenarioBegan = now;
        stepBegan = now;
        boot = 0;
        line = 0;
        events.add(new ScenarioStarted(now, id, name, feature, location, List.of(tags), mutant));
        return this;
    }

    Told board(String name, String model, GuestClock clock) {
        board = name;
        boot = 0;
        line = 0;
        events.add(new BoardReady(
                now, scenario, name, model, clock, "scenarios/%s/%s-console.log".formatted(scenario, name)));
        return this;
    }

    Told power(PowerChange change, String reason) {
        switch (change) {
            case ON, REBOOT -> boot++;
            case OFF, CUT -> {}
        }
        events.add(new PowerChanged(now, scenario, board, change, boot, reason));
        return this;
    }

    /** Says one line, and reports it if it is in the device's language. */
    Told says(String text) {
        events.add(new ConsoleLine(now, scenario, board, boot, ++line, text));
        DeviceReport.parse(text)
                .ifPresent(report -> events.add(new DeviceReported(now, scenario, board, boot, report)));
        return this;
    }

    Told writes(Map<String, Long> bytes) {
        events.add(new CardActivity(now, scenario, board, bytes));
        return this;
    }

    Told cut(long write, long sector, String partition, String reason) {
        events.add(new CardCut(now, scenario, board, write, sector, partition, "torn-command", reason, 0));
        return this;
    }

    Told card(String profile, String... effects) {
        events.add(new CardInserted(now, scenario, board, profile, List.of(effects)));
        return this;
    }

    Told fault(String fault, String what) {
        events.add(new CardFaulted(now, scenario, board, fault, what));
        return this;
    }

    Told map(Duration column, List<MapCell> cells) {
        events.add(new CardMapped(now, scenario, board, 2_097_152, RESINOS, scenarioBegan, column, 16_384, cells));
        return this;
    }

    Told measures(String what, double value, String limit, Map<String, Long> parts) {
        events.add(new Measured(now, scenario, board, what, value, "bytes", limit, parts));
        return this;
    }

    Told cuts(CutReport report) {
        events.add(new RunEvent.CutsJudged(now, report));
        return this;
    }

    Told weighs(WearReport report) {
        events.add(new WearWeighed(now, scenario, board, report));
        return this;
    }

    Told retries(String what, String why) {
        events.add(new Retried(now, scenario, what, why));
        return this;
    }

    Told step(String step, Outcome outcome, String detail) {
        events.add(new StepFinished(now, scenario, step, outcome, Duration.between(stepBegan, now), detail));
        stepBegan = now;
        return this;
    }

    Told step(String step) {
        return step(step, Outcome.PASSED, "");
    }

    Told scenarioEnds(Outcome outcome, String reason) {
        events.add(new ScenarioFinished(now, scenario, outcome, Duration.between(scenarioBegan, now), reason));
        scenario = "";
        return this;
    }

    Told judged(String ofScenario, String mutant, String expected, String failed, MutantVerdict verdict) {
        events.add(new MutantJudged(now, ofScenario, mutant, expected, failed, verdict));
        return this;
    }

    Told runEnds(Verdict verdict, String reason) {
        events.add(new RunFinished(now, verdict, reason));
        return this;
    }
}
