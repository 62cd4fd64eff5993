package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.CutReport;
import io.brownout.board.CutReport.Cell;
import io.brownout.board.CutReport.Failure;
import io.brownout.board.CutReport.Group;
import io.brownout.board.CutReport.Step;
import io.brownout.board.CutReport.Times;
import io.brownout.board.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CutSectionTest {
    private static final String MEANING =
            "after data of /a, in resin-boot, before directory entry of /a renamed, in resin-boot; device: update step=1-bootfiles";

    private static Group group(String name, boolean good) {
        return new Group(
                name, good ? "OLD_RELEASE" : "DOES_NOT_BOOT", "", good, 40, 10, MEANING, List.of("said <this>"));
    }

    private static CutReport report(int open, List<Failure> failures, List<Group> groups) {
        return new CutReport(
                "resinos:1 to resinos:2 on raspi3b, ideal card",
                true,
                100,
                60,
                40 - open,
                10,
                new TreeMap<>(Map.of("OLD_RELEASE", 60, "DOES_NOT_BOOT", 40 - open)),
                failures,
                groups,
                new CutReport.Map(
                        List.of(0L, 50L, 100L),
                        List.of("resin-boot", "resin-state"),
                        4,
                        List.of(new Cell(0, 0, 1, 0), new Cell(1, 0, 3, 1), new Cell(1, 1, 0, -1)),
                        List.of(new Step(3, "device: init root-part=2"), new Step(60, "device: update step=place"))),
                new Times(120, 13, 600, 20.5, 33),
                List.of("cuts inside recovery boots"),
                List.of());
    }

    private static CutReport bad() {
        return report(
                0,
                List.of(new Failure("DOES_NOT_BOOT", "it says nothing more", "after-70", 61, 99, 30, MEANING)),
                List.of(group("after-20", true), group("after-70", false)));
    }

    private static RunResult run(CutReport report, Verdict verdict) {
        return RunResult.of(
                new Told().runStarts("cut").cuts(report).runEnds(verdict, "").events());
    }

    @Test
    void every_place_of_the_map_leads_to_its_class() {
        String page = HtmlReport.of(run(bad(), Verdict.FAILED));

        Matcher links = Pattern.compile("<a href=\"#(class-[^\"]+)\">\\s*<path class=\"(cut-[a-z]+)")
                .matcher(page);
        Map<String, String> colours = new TreeMap<>();
        while (links.find()) {
            colours.put(links.group(1), links.group(2));
            assertThat(page).contains("id=\"" + links.group(1) + "\"");
        }
        assertThat(colours).isEqualTo(Map.of("class-after-20", "cut-good", "class-after-70", "cut-bad"));
        assertThat(page).contains("class=\"cut-open\"", "said &lt;this>".replace(">", "&gt;"), ">place<", ">init<");
    }

    @Test
    void a_bad_cut_is_told_with_what_was_being_written() {
        RunResult run = run(bad(), Verdict.FAILED);

        assertThat(HtmlReport.of(run))
                .contains("Where the power must not go", "directory entry of /a renamed", "61 to 99, 30 points");
        assertThat(new RunSummary(run, "report.html").lines())
                .last()
                .asString()
                .startsWith("all 100 cut points judged, and 30 are bad in ");
    }

    @Test
    void what_is_not_judged_yet_is_never_hidden() {
        RunResult run =
                run(report(15, List.of(), List.of(group("after-20", true), group("after-70", true))), Verdict.PASSED);

        assertThat(HtmlReport.of(run)).contains("85 of 100 cut points judged, and none is bad", "without a verdict");
        assertThat(new RunSummary(run, "report.html").lines()).last().asString().startsWith("85 of 100 cut points");
    }

    @Test
    void a_command_without_scenarios_counts_none() {
        RunResult run = RunResult.of(
                new Told().runStarts("boot").runEnds(Verdict.PASSED, "").events());

        assertThat(HtmlReport.of(run))
                .contains("The command boot came to its end")
                .doesNotContain("No scenario");
        assertThat(new RunSummary(run, "report.html").lines()).containsExactly("passed in 0 ms; report: report.html");
    }

    @Test
    void further_states_have_a_verdict_of_their_own() {
        CutReport.Further second = new CutReport.Further(
                "second cuts",
                4_000,
                3_900,
                60,
                9,
                7,
                10,
                new TreeMap<>(Map.of("OLD_RELEASE", 3_950L, "STUCK", 10L)),
                List.of(new CutReport.FurtherFailure(
                        "STUCK", "it boots and boots", "after-20, then after-3", 10, "after a, and again after b")),
                30,
                List.of("third cuts"));
        CutReport good = report(0, List.of(), List.of(group("after-20", true), group("after-70", true)));

        assertThat(HtmlReport.of(run(good.with(List.of(second)), Verdict.FAILED)))
                .contains(
                        "of 4\u202F000 second cuts, 40 have no verdict, and 10 are bad",
                        "after-20, then after-3",
                        "and again after b",
                        "third cuts",
                        "states judged");
        assertThat(good.isBad()).isFalse();
        assertThat(good.with(List.of(second)).isBad()).isTrue();
    }
}
