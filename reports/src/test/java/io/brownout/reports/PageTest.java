package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.GuestClock;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PageTest {
    static Stream<Arguments> samples() {
        return Stream.concat(GoldenReportsTest.samples(), Stream.of(Arguments.of("nasty", Samples.nastyRun())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void a_page_is_well_formed_fetches_nothing_and_runs_nothing(String name, List<RunEvent> events) throws Exception {
        String html = HtmlReport.of(RunResult.of(events));

        Document page = Xml.parsed(html);

        assertThat(Xml.elements(page, "script")).as(name).isEmpty();
        for (Element element : Xml.elements(page, "*")) {
            for (int index = 0; index < element.getAttributes().getLength(); index++) {
                String attribute = element.getAttributes().item(index).getNodeName();
                String value = element.getAttributes().item(index).getNodeValue();
                assertThat(attribute).doesNotStartWith("on").isNotEqualTo("src");
                assertThat(attribute.equals("href") && !value.startsWith("#") && !value.startsWith("../"))
                        .as("a link out of the run: " + value)
                        .isFalse();
            }
        }
        assertThat(html).doesNotContain("url(").doesNotContain("@import");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void every_anchor_is_unique_and_every_link_within_the_page_leads_somewhere(String name, List<RunEvent> events)
            throws Exception {
        Document page = Xml.parsed(HtmlReport.of(RunResult.of(events)));

        List<String> anchors = Xml.elements(page, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        List<String> links = Xml.elements(page, "a").stream()
                .map(link -> link.getAttribute("href"))
                .filter(href -> href.startsWith("#"))
                .map(href -> href.substring(1))
                .toList();

        assertThat(anchors).as(name).doesNotHaveDuplicates().containsAll(links);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_junit_file_has_the_shape_that_its_readers_expect(String name, List<RunEvent> events) throws Exception {
        RunResult run = RunResult.of(events);

        Xml.assertJunitShape(JunitXml.of(run));

        boolean red = Xml.elements(Xml.parsed(JunitXml.of(run)), "testcase").stream()
                .anyMatch(testCase -> testCase.getElementsByTagName("failure").getLength()
                                + testCase.getElementsByTagName("error").getLength()
                        > 0);
        assertThat(red).as(name + " is red exactly if it did not pass").isEqualTo(run.verdict() != Verdict.PASSED);
    }

    @Test
    void the_page_of_fifteen_talkative_scenarios_stays_below_two_megabytes() {
        Told told = new Told().runStarts("run");
        List<MapCell> cells = new ArrayList<>();
        for (int column = 0; column < 240; column++) {
            cells.addAll(Samples.cells(column, 1, 0, 128, 16_384));
        }
        for (int scenario = 0; scenario < 15; scenario++) {
            told.scenario("s" + scenario, "Scenario " + scenario, "Feature", "features/a.feature:1", "");
            for (String board : List.of("one", "two")) {
                told.board(board, "virt", GuestClock.WALL).power(PowerChange.ON, "the scenario asked for it");
                for (int second = 0; second < 600; second++) {
                    told.waits(1)
                            .says("x".repeat(200))
                            .says("device-report: update step=step-" + second)
                            .writes(Map.of("resin-boot", 100L + second, "resin-rootB", 10_000L, "resin-data", 5L));
                }
                told.map(Samples.column(), cells);
            }
            told.step("Then it works", Outcome.FAILED, "y".repeat(100_000))
                    .scenarioEnds(Outcome.FAILED, "it did not work");
        }

        String html =
                HtmlReport.of(RunResult.of(told.runEnds(Verdict.FAILED, "").events()));

        assertThat(html.length()).isLessThan(2_000_000);
    }
}
