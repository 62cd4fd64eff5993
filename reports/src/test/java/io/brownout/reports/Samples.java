package io.brownout.reports;

import io.brownout.board.GuestClock;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs as they may happen, told by hand. */
final class Samples {
    private static final String REV1 = "sha256:3f6c1b0a9d8e7f60514233241506f7e8d9cabb8c7d6e5f40312233445566778f";
    private static final String REV2 = "sha256:a41c0de95b7732f4e8d1c6a05f9b3827e6d4c2b1a0f9e8d7c6b5a49382716050";

    private Samples() {}

    /** A night's run with everything in it. */
    static List<RunEvent> failedRun() {
        Told told = new Told()
                .runStarts("run", "--board", "raspi3b")
                .uses("resinos:2.0.0+rev2", REV2)
                .uses("resinos:2.0.0+rev1", REV1);
        SampleScenarios.update(told, "s1");
        SampleScenarios.powerLoss(told, "s2");
        SampleScenarios.wear(told, "s3");
        SampleScenarios.harnessError(told, "s4");
        SampleScenarios.skipped(told, "s5");
        SampleScenarios.overNetwork(told, "s6");
        SampleScenarios.twoBoards(told, "s7");
        return told.runEnds(Verdict.FAILED, "").events();
    }

    /** Two images held against each other. */
    static List<RunEvent> wearRun() {
        Told told = new Told()
                .runStarts("wear", "--image", "resinos:2.0.0+rev1", "--compare", "resinos:2.0.0+rev2")
                .uses("resinos:2.0.0+rev1", REV1)
                .uses("resinos:2.0.0+rev2", REV2);
        told.weighs(WearSamples.quiet()).weighs(WearSamples.chatty());
        return told.runEnds(Verdict.FAILED, "a gate was not kept").events();
    }

    static List<RunEvent> passedRun() {
        Told told = new Told().runStarts("run").uses("resinos:2.0.0+rev1", REV1).uses("resinos:2.0.0+rev2", REV2);
        SampleScenarios.update(told, "s1");
        SampleScenarios.wear(told, "s2");
        return told.runEnds(Verdict.PASSED, "").events();
    }

    static List<RunEvent> mutantsRun() {
        Told told = new Told().runStarts("mutants").uses("probe:1", REV1);
        SampleScenarios.underMutant(told, "m1", "no-fsync-after-copy", Outcome.FAILED);
        told.judged("m1", "no-fsync-after-copy", "the slot is A or B", "Then the slot is A or B", MutantVerdict.KILLED);
        SampleScenarios.underMutant(told, "m2", "rollback-never-tried", Outcome.PASSED);
        told.judged("m2", "rollback-never-tried", "the slot is A or B", "", MutantVerdict.SURVIVED);
        SampleScenarios.underMutant(told, "m3", "boot-count-not-written", Outcome.FAILED);
        told.judged(
                "m3",
                "boot-count-not-written",
                "the device is marked as altboot",
                "Then the slot is A or B",
                MutantVerdict.FALSE_ALARM);
        return told.runEnds(Verdict.FAILED, "1 of 3 planted faults survived").events();
    }

    /** Killed in the middle of its second scenario. */
    static List<RunEvent> interruptedRun() {
        Told told = new Told().runStarts("run", "--seed", "7").uses("probe:1", REV1);
        SampleScenarios.update(told, "s1");
        told.scenario("s2", "Cut while the slot is written", "Power loss", "features/power_loss.feature:9", "")
                .board("pi", "virt", GuestClock.WALL)
                .step("Given a device that runs 2.0.0+rev1")
                .waits(1)
                .power(PowerChange.ON, "the scenario asked for it")
                .waits(2)
                .says("U-Boot 2023.01+dfsg-2 (Jan 01 2026)");
        return told.events();
    }

    static List<RunEvent> allSkippedRun() {
        Told told = new Told().runStarts("run");
        SampleScenarios.skipped(told, "s1");
        return told.runEnds(Verdict.PASSED, "").events();
    }

    /** What a hostile or broken device may put into a page. */
    static List<RunEvent> nastyRun() {
        Told told = new Told()
                .runStarts("run", "--image", "<img src=x onerror=alert(1)>")
                .uses("<b>\"image\"</b> & co", "sha256:0")
                .scenario(
                        "n1 \" onload=\"alert(1)",
                        "</title><script>alert('name')</script>",
                        "]]> & <!-- feature",
                        "features/x.feature:1\u0000\u0008",
                        "",
                        "@a<b")
                .board("<svg/onload=alert(2)>", "virt", GuestClock.VIRTUAL)
                .power(PowerChange.ON, "</pre><script>alert(3)</script>")
                .says("\u001B[1;31mred\u001B[0m \u0000\u0001\u0007 \uFFFE none, \uD83D\uDD0C plug")
                .says("x".repeat(100_000))
                .says("")
                .writes(Map.of("</text><script>", 4096L, "(gap)", 512L));
        for (int i = 0; i < 10_000; i++) {
            told.says("line " + i + " <script>alert(4)</script> &amp; \"'");
        }
        return told.step("When </li><script>alert(5)</script>", Outcome.FAILED, "]]>\n\tat <script>(X.java:1)\u000B")
                .measures("<i>size</i>", Double.MAX_VALUE, "no <number> here", Map.of("<p>", 1L))
                .retries("<r>", "because & so")
                .scenarioEnds(Outcome.FAILED, "<script>\u0000 & \"quotes\"\nsecond line")
                .judged("n1", "<m>", "<e>", "<f>", MutantVerdict.SURVIVED)
                .runEnds(Verdict.FAILED, "<&>")
                .events();
    }

    /** Fills a part of a card's map. */
    static List<MapCell> cells(int firstColumn, int columns, int firstRow, int rows, long sectors) {
        List<MapCell> cells = new ArrayList<>();
        for (int column = firstColumn; column < firstColumn + columns; column++) {
            for (int row = firstRow; row < firstRow + rows; row++) {
                if ((column * 7 + row * 13) % 5 != 0) {
                    cells.add(new MapCell(column, row, 1 + sectors * ((column * 31 + row * 17) % 97) / 97));
                }
            }
        }
        return cells;
    }

    static Duration column() {
        return Duration.ofMillis(500);
    }
}
