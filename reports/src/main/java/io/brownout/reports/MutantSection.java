package io.brownout.reports;

import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        run.underMutants().stream()
                .sorted(Comparator.comparingInt(
                        scenario -> judged(scenario).map(MutantSection::rank).orElse(0)))
                .forEach(scenario -> elements.add(judged(scenario)
                        .map(judged -> sections.of(scenario, judged.verdict()))
                        .orElseGet(() -> sections.of(scenario, false))));
        return elements;
    }

    private Optional<MutantJudged> judged(ScenarioResult scenario) {
        return run.mutants().stream()
                .filter(judged -> judged.scenario().equals(scenario.id()))
                .findFirst();
    }

    private Element row(MutantJudged judged) {
        return Tables.row(
                Element.of("td").add(Badge.of(judged.verdict())),
                fault(judged),
                Tables.cell(MutantsJson.scenarioName(run.underMutants(), judged), ""),
                Tables.cell(judged.expectedStep(), ""),
                Tables.cell(judged.failedStep().isEmpty() ? "nowhere" : judged.failedStep(), ""));
    }

    private Element fault(MutantJudged judged) {
        return run.underMutants().stream()
                .filter(scenario -> scenario.id().equals(judged.scenario()))
                .findFirst()
                .map(scenario -> Element.of("td")
                        .add(Element.of("a")
                                .attribute("href", "#" + ScenarioSection.anchor(scenario))
                                .text(judged.mutant())))
                .orElseGet(() -> Tables.cell(judged.mutant(), ""));
    }

    /** Puts first what a reader must see. */
    private static int rank(MutantJudged judged) {
        return judged.verdict() == MutantVerdict.SURVIVED ? 0 : judged.verdict() == MutantVerdict.FALSE_ALARM ? 1 : 2;
    }
}
