package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.CutReport.Failure;
import io.brownout.board.CutReport.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Every power cut of an update: what became of the device, which cuts it must not be left with, the picture of all of them, and each class. */
record CutSection(CutReport cuts) {
    private static final int MOST_CLASSES = 400;

    /** Returns the verdict in a line. */
    static String lead(CutReport cuts) {
        long bad = cuts.failures().stream().mapToLong(Failure::count).sum();
        String judged = cuts.open() == 0
                ? "all " + Wording.count(cuts.points()) + " cut points judged"
                : "%s of %s cut points judged"
                        .formatted(Wording.count(cuts.points() - cuts.open()), Wording.count(cuts.points()));
        return judged
                + (bad == 0 ? ", and none is bad" : ", and " + Wording.count(bad) + " are bad")
                + cuts.further().stream()
                        .map(it -> "; " + FurtherSection.lead(it))
                        .collect(Collectors.joining());
    }

    static String anchor(String name) {
        return "class-" + name;
    }

    List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        if (!cuts.caution().isEmpty()) {
            elements.add(Element.of("p", "note").text(cuts.caution()));
        }
        elements.add(Element.of("p", "note").text(cuts.subject() + ". " + evidence()));
        elements.add(verdicts());
        if (!cuts.failures().isEmpty()) {
            elements.add(ScenarioSection.title("Where the power must not go"));
            elements.add(failures());
        }
        cuts.further().forEach(it -> elements.addAll(new FurtherSection(it).elements()));
        elements.add(ScenarioSection.title("Every write of the update, and what a cut before it leads to"));
        elements.addAll(new CutMapChart(cuts).elements());
        elements.add(ScenarioSection.title("Classes"));
        elements.add(classes());
        elements.add(ScenarioSection.title("Not covered"));
        Element list = Element.of("ul", "not-covered");
        cuts.notCovered().forEach(it -> list.add(Element.of("li").text(it)));
        elements.add(list);
        return elements;
    }

    private String evidence() {
        String decided =
                "%s were decided by a boot that read nothing in which they differ, %s by a boot of a state with the same files; %s agreed."
                        .formatted(
                                Wording.plural(cuts.byBoots(), "cut point"),
                                Wording.count(cuts.byFiles()),
                                Wording.plural(cuts.audits(), "audit"));
        CutReport.Times times = cuts.times();
        if (times.boots() == 0) {
            return decided + " Nothing was booted in this run, which put together what others had found.";
        }
        String recorded = times.recording() == 0 ? "" : "Recorded in " + spoken(times.recording()) + ". ";
        return "%s %sRead in %s; then %s, %s seconds of a core each, in %s. To boot each point would take one core %s."
                .formatted(
                        decided,
                        recorded,
                        spoken(times.reading()),
                        Wording.plural(times.boots(), "boot"),
                        Wording.number(times.boot(), 1),
                        spoken(times.booting()),
                        days(times.naive(cuts.points())));
    }

    static String spoken(double seconds) {
        return Wording.duration(Duration.ofMillis((long) (seconds * 1000)));
    }

    private static String days(double seconds) {
        return seconds < 2 * 86_400 ? spoken(seconds) : Wording.number(seconds / 86_400, 1) + " days";
    }

    private Element verdicts() {
        Element body = Element.of("tbody");
        cuts.verdicts()
                .forEach((verdict, count) -> body.add(Tables.row(
                        Tables.cell(words(verdict), ""),
                        Tables.cell(Wording.count(count), "number"),
                        Tables.cell(Wording.number(100.0 * count / Math.max(1, cuts.points()), 2) + " %", "number"))));
        if (cuts.open() > 0) {
            body.add(Tables.row(
                    Tables.cell("no verdict yet", ""),
                    Tables.cell(Wording.count(cuts.open()), "number"),
                    Tables.cell(Wording.number(100.0 * cuts.open() / cuts.points(), 2) + " %", "number")));
        }
        return Tables.table("Verdicts", List.of("the device afterwards", "cut points", ""), body);
    }

    static String words(String verdict) {
        return verdict.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private Element failures() {
        Element body = Element.of("tbody");
        for (Failure failure : cuts.failures()) {
            body.add(Element.of("tr")
                    .add(
                            Tables.cell(words(failure.verdict()), "alarming"),
                            Tables.cell(failure.detail(), "alarming"),
                            Tables.cell(range(failure), "number"),
                            Element.of("td")
                                    .add(Element.of("a")
                                            .attribute("href", "#" + anchor(failure.name()))
                                            .text(Wording.plain(failure.meaning())))));
        }
        return Tables.table(
                "Where the power must not go",
                List.of("the device", "what was seen", "before write", "the power went"),
                body);
    }

    private static String range(Failure failure) {
        return failure.count() == 1
                ? Wording.count(failure.firstWrite())
                : "%s to %s, %s"
                        .formatted(
                                Wording.count(failure.firstWrite()),
                                Wording.count(failure.lastWrite()),
                                Wording.plural(failure.count(), "point"));
    }

    private Element classes() {
        Element list = Element.of("div", "classes");
        cuts.classes().stream()
                .sorted(Comparator.comparing(Group::good))
                .limit(MOST_CLASSES)
                .forEach(group -> list.add(group(group)));
        if (cuts.classes().size() > MOST_CLASSES) {
            list.add(Element.of("p", "note")
                    .text("%s more are in the certificates."
                            .formatted(Wording.count(cuts.classes().size() - MOST_CLASSES))));
        }
        return list;
    }

    private static Element group(Group group) {
        Element console = Element.of("pre");
        group.console().forEach(line -> console.add(Element.of("span").text(line + "\n")));
        return Element.of("details", group.good() ? "class passed" : "class failed")
                .attribute("id", anchor(group.name()))
                .add(
                        Element.of("summary")
                                .add(
                                        Element.of("b").text(group.name()),
                                        Element.of("span", "outcome").text(" " + words(group.verdict())),
                                        Element.of("span", "took")
                                                .text(" " + Wording.plural(group.count(), "cut point"))),
                        Element.of("p").text("The power went " + group.meaning() + "."),
                        Element.of("p", "note")
                                .text("%s of its points are in it since they hold the same files.%s"
                                        .formatted(
                                                Wording.count(group.byFiles()),
                                                group.detail().isEmpty() ? "" : " Seen: " + group.detail() + ".")),
                        console);
    }
}
