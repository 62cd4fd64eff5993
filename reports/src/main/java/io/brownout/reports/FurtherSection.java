package io.brownout.reports;

import io.brownout.board.CutReport.Further;
import io.brownout.board.CutReport.FurtherFailure;
import java.util.ArrayList;
import java.util.List;

/** What became of devices with other states than those of the cut points. */
record FurtherSection(Further further) {
    /** Returns the verdict in a line. */
    static String lead(Further further) {
        long bad = further.failures().stream().mapToLong(FurtherFailure::count).sum();
        return "of %s %s, %s, and %s"
                .formatted(
                        Wording.count(further.states()),
                        further.what(),
                        further.open() == 0 ? "all are judged" : Wording.count(further.open()) + " have no verdict",
                        bad == 0 ? "none is bad" : Wording.count(bad) + " are bad");
    }

    List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        elements.add(ScenarioSection.title("Further states: " + further.what()));
        elements.add(Element.of("p", "note")
                .text(
                        "%s: %s hold files that a cut point leaves as well; the others hold %s, of which %s booted, which decided %s; %s agreed. It took %s."
                                .formatted(
                                        Wording.plural(further.states(), "state"),
                                        Wording.count(further.byFirstBoots()),
                                        Wording.plural(further.kinds(), "other set") + " of files",
                                        further.boots() == 1 ? "1 was" : Wording.count(further.boots()) + " were",
                                        Wording.plural(further.byOwnBoots(), "state"),
                                        Wording.plural(further.audits(), "audit"),
                                        CutSection.spoken(further.seconds()))));
        elements.add(verdicts());
        if (!further.failures().isEmpty()) {
            elements.add(failures());
        }
        further.notCovered().forEach(it -> elements.add(Element.of("p", "note").text("Not covered: " + it + ".")));
        return elements;
    }

    private Element verdicts() {
        Element body = Element.of("tbody");
        further.verdicts().forEach((verdict, count) -> body.add(row(CutSection.words(verdict), count)));
        if (further.open() > 0) {
            body.add(row("no verdict yet", further.open()));
        }
        return Tables.table("Verdicts of " + further.what(), List.of("the device afterwards", "states", ""), body);
    }

    private Element row(String words, long count) {
        return Tables.row(
                Tables.cell(words, ""),
                Tables.cell(Wording.count(count), "number"),
                Tables.cell(Wording.number(100.0 * count / Math.max(1, further.states()), 2) + " %", "number"));
    }

    private Element failures() {
        Element body = Element.of("tbody");
        for (FurtherFailure failure : further.failures()) {
            body.add(Element.of("tr")
                    .add(
                            Tables.cell(CutSection.words(failure.verdict()), "alarming"),
                            Tables.cell(failure.detail(), "alarming"),
                            Tables.cell(
                                    "%s; %s".formatted(failure.name(), Wording.plural(failure.count(), "state")), ""),
                            Tables.cell(Wording.plain(failure.meaning()), "")));
        }
        return Tables.table(
                "What a card must not be left with: " + further.what(),
                List.of("the device", "what was seen", "the state", "the power went"),
                body);
    }
}
