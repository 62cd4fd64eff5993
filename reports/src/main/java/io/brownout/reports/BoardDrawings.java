package io.brownout.reports;

import io.brownout.board.RunEvent.CardActivity;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.DeviceReported;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The drawings of a scenario with their legends, and the same in words.
 *
 * @param partitions give the colours
 */
record BoardDrawings(Partitions partitions) {
    /** More than any device has to say; a broken one must not make a page that no browser opens. */
    static final int MOST_REPORTS = 120;

    List<Element> of(ScenarioResult scenario) {
        List<Element> elements = new ArrayList<>();
        if (scenario.boards().stream().allMatch(board -> board.power().isEmpty())) {
            return elements;
        }
        elements.add(ScenarioSection.title("Timeline"));
        elements.add(TimelineChart.of(scenario, partitions));
        for (BoardResult board : scenario.boards()) {
            if (!board.activity().isEmpty()) {
                elements.add(writtenLegend(board, scenario.boards().size() > 1));
            }
        }
        for (BoardResult board : scenario.boards()) {
            for (CardMapped map : board.maps()) {
                elements.add(ScenarioSection.title("Card of " + board.name()));
                if (!board.cuts().isEmpty()) {
                    elements.add(cuts(board));
                }
                if (map.cells().isEmpty()) {
                    elements.add(Element.of("p", "note").text("Nothing was written to it."));
                } else {
                    elements.add(CardMapChart.of(scenario, board, map, partitions));
                    elements.add(levelLegend(map));
                }
            }
        }
        scenario.boards().stream()
                .filter(board -> !board.reports().isEmpty())
                .map(board -> reports(scenario, board))
                .forEach(elements::add);
        return elements;
    }

    private static Element cuts(BoardResult board) {
        return Element.of("ul", "cuts")
                .addAll(board.cuts().stream()
                        .map(cut -> Element.of("li").text(CardMapChart.told(cut)))
                        .toList());
    }

    private Element writtenLegend(BoardResult board, boolean named) {
        SortedMap<String, Long> bytes = new TreeMap<>(partitions.order());
        board.activity().stream()
                .map(CardActivity::bytes)
                .forEach(second -> second.forEach((label, written) -> bytes.merge(label, written, Long::sum)));
        long total = bytes.values().stream().mapToLong(Long::longValue).sum();
        Element legend = Element.of("ul", "legend")
                .add(Element.of("li")
                        .text((named ? board.name() + ": " : "") + "written in all")
                        .add(Element.of("b").text(Wording.bytes((double) total))));
        bytes.forEach((label, written) -> legend.add(Element.of("li")
                .add(
                        Element.of("span", "swatch " + partitions.styleClass(label)),
                        Element.of("span").text(label),
                        Element.of("b").text(Wording.bytes((double) written)))));
        return legend;
    }

    private static Element levelLegend(CardMapped map) {
        Element legend = Element.of("ul", "legend")
                .add(Element.of("li")
                        .text("one cell: %s by %s"
                                .formatted(
                                        Wording.duration(map.columnDuration()),
                                        Wording.bytes((double) map.rowSectors() * 512))));
        for (int level = 0; level < CardMapChart.LEVELS.size(); level++) {
            legend.add(Element.of("li")
                    .add(
                            Element.of("span", "swatch level l" + level),
                            Element.of("span").text(CardMapChart.LEVELS.get(level))));
        }
        return legend.add(Element.of("li", "faint").text("small partitions are drawn taller than to scale"));
    }

    private static Element reports(ScenarioResult scenario, BoardResult board) {
        Element body = Element.of("tbody");
        for (DeviceReported reported :
                board.reports().stream().limit(MOST_REPORTS).toList()) {
            String values = reported.report()
                    .toString()
                    .substring(reported.report().event().length())
                    .strip();
            body.add(Element.of("tr", ReportLane.alarming(reported.report()) ? "alarming" : "")
                    .add(
                            Tables.cell(Wording.offset(scenario.begin(), reported.at()), "number"),
                            Tables.cell(Integer.toString(reported.boot()), "number"),
                            Tables.cell(reported.report().event(), ""),
                            Tables.cell(values, "")));
        }
        int leftOut = board.reports().size() - MOST_REPORTS;
        if (leftOut > 0) {
            body.add(Tables.row(
                    Tables.cell("", ""),
                    Tables.cell("", ""),
                    Tables.cell("…", ""),
                    Tables.cell(Wording.plural(leftOut, "report") + " more in events.ndjson", "")));
        }
        String what = "What " + board.name() + " reported";
        return Element.of("details", "reports")
                .add(
                        Element.of("summary")
                                .add(Element.of("span", "what").text(what))
                                .add(Element.of("small")
                                        .text(Wording.plural(board.reports().size(), "report"))),
                        Tables.table(what, List.of("at", "boot", "event", "values"), body));
    }
}
