package io.brownout.reports;

import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The planted faults: each must turn its scenario red at the step that names it.
 *
 * @param sections draw the scenarios that ran under one
 */
record MutantSection(RunResult run, ScenarioSection sections) {
    List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        elements.add(HtmlReport.heading(
                "Planted faults", "mutants", Wording.count(run.mutants().size())));
        elements.add(
                Element.of("p", "note")
                        .text(
                                "Each must turn its scenario red at the step that names it. One that survives means that the scenario cannot see the fault."));
        Element body = Element.of("tbody");
        run.mutants().stream()
                .sorted(Comparator.comparingInt(MutantSection::rank))
                .forEach(judged -> body.add(row(judged)));
        if (!body.isEmpty()) {
            elements.add(Tables.table(
                    "Planted faults", List.of("verdict", "fault", "scenario", "must go red at", "went red at"), body));
        }
        run.underMutants().forEach(scenario -> elements.add(sections.of(scenario, false)));
        return elements;
    }

    private Element row(MutantJudged judged) {
        return Tables.row(
                Element.of("td").add(Badge.of(judged.verdict())),
                Tables.cell(judged.mutant(), ""),
                Tables.cell(MutantsJson.scenarioName(run.underMutants(), judged), ""),
                Tables.cell(judged.expectedStep(), ""),
                Tables.cell(judged.failedStep().isEmpty() ? "nowhere" : judged.failedStep(), ""));
    }

    /** Puts first what a reader must see. */
    private static int rank(MutantJudged judged) {
        return judged.verdict() == MutantVerdict.SURVIVED ? 0 : judged.verdict() == MutantVerdict.FALSE_ALARM ? 1 : 2;
    }
}
