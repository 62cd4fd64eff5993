package io.brownout.reports;

import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.board.WearReport.WrittenFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a device's writing means for its card: the answer in a line, who wrote, where on the card, and the models side by side. */
final class WearSection {
    private static final String BRACKET =
            "Nobody outside a card's vendor knows its firmware. The truth lies between the best and the worst of these lines, and for most cards nearer to the worst.";

    private final WearReport report;
    private final Partitions partitions;

    private WearSection(WearReport report, Partitions partitions) {
        this.report = report;
        this.partitions = partitions;
    }

    static List<Element> of(List<WearReport> reports, Partitions partitions) {
        List<Element> elements = new ArrayList<>();
        for (WearReport report : reports) {
            elements.addAll(new WearSection(report, partitions).elements());
        }
        if (reports.size() > 1) {
            elements.addAll(differences(reports.getFirst(), reports));
        }
        return elements;
    }

    private List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        elements.add(ScenarioSection.title("Wear: " + report.subject()));
        elements.add(verdict());
        report.gates().forEach(gate -> elements.add(gate(gate)));
        elements.add(models());
        elements.add(Element.of("p", "note").text(BRACKET));
        if (report.hostBytes() > 0) {
            elements.add(shares("Written a day, by partition", report.byPartition(), true));
            elements.add(shares("Written a day, by kind", report.byKind(), false));
            elements.add(ScenarioSection.title("Where on the card, and when"));
            elements.addAll(new WearHeatChart(report.heat(), partitions).elements());
        }
        if (!report.topFiles().isEmpty()) {
            elements.add(ScenarioSection.title("The files most was written to"));
            elements.add(files());
        }
        return elements;
    }

    private Element verdict() {
        return Element.of("p", "life")
                .add(
                        Element.of("b").text(years(report.fewestYears(), report.mostYears())),
                        Element.of("span")
                                .text(" on a %s card (%s), at %s a day"
                                        .formatted(report.cardModel(), report.cardDescription(), Wording.bytes((double)
                                                report.hostBytesPerDay()))));
    }

    static String years(double fewest, double most) {
        return Double.isInfinite(fewest) ? "No wear at all" : WearReport.range(fewest, most) + " years";
    }

    private static Element gate(Gate gate) {
        return Element.of("p", gate.kept() ? "gate passed" : "gate failed")
                .add(Element.of("b").text(gate.kept() ? "Kept: " : "Not kept: "))
                .text("%s was asked, it is %s".formatted(gate.limit(), gate.seen()));
    }

    private Element models() {
        Element body = Element.of("tbody");
        for (ModelWear model : report.models()) {
            body.add(Tables.row(
                    Tables.cell(model.name(), ""),
                    Tables.cell(Wording.number(model.writeAmplification(), 1), "number"),
                    Tables.cell(years(model.yearsUnlevelled()), "number"),
                    Tables.cell(years(model.yearsLevelled()), "number"),
                    Tables.cell(Wording.number(model.hottestUnitErases(), 2), "number"),
                    Tables.cell(times(model), "number")));
        }
        return Tables.table(
                "Translation models",
                List.of(
                        "translation",
                        "write amplification",
                        "years, wear not levelled",
                        "years, levelled",
                        "erases a day, hottest unit",
                        "times this in a card's life"),
                body);
    }

    private static String years(double years) {
        return Double.isInfinite(years) ? "endless" : WearReport.rounded(years);
    }

    private static String times(ModelWear model) {
        return WearReport.range(model.recordingsUnlevelled(), model.recordingsLevelled());
    }

    private Element shares(String title, Map<String, Long> bytes, boolean coloured) {
        long most = bytes.values().stream().mapToLong(Long::longValue).max().orElse(1);
        Element body = Element.of("tbody");
        bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> body.add(Tables.row(
                        Tables.cell(entry.getKey(), ""),
                        Tables.cell(Wording.bytes((double) report.perDay(entry.getValue())), "number"),
                        Element.of("td", "share")
                                .add(Element.of(
                                                "span",
                                                "bar" + (coloured ? " " + partitions.styleClass(entry.getKey()) : ""))
                                        .attribute(
                                                "style",
                                                "width:" + Wording.number(100.0 * entry.getValue() / most, 1)
                                                        + "%")))));
        return Tables.table(title, List.of(title, "bytes", ""), body);
    }

    private Element files() {
        Element body = Element.of("tbody");
        for (WrittenFile file : report.topFiles()) {
            body.add(Tables.row(
                    Tables.cell(file.partition(), ""),
                    Tables.cell(file.path(), ""),
                    Tables.cell(Wording.bytes((double) report.perDay(file.bytes())), "number")));
        }
        return Tables.table("Files", List.of("partition", "file", "bytes a day"), body);
    }

    private static List<Element> differences(WearReport first, List<WearReport> reports) {
        Element body = Element.of("tbody");
        for (WearReport report : reports) {
            double change = (double) report.hostBytesPerDay() / Math.max(1, first.hostBytesPerDay()) - 1;
            body.add(Tables.row(
                    Tables.cell(report.subject(), ""),
                    Tables.cell(Wording.bytes((double) report.hostBytesPerDay()), "number"),
                    Tables.cell(report.equals(first) ? "" : Wording.format("%+.1f %%", 100 * change), "number"),
                    Tables.cell(years(report.fewestYears(), report.mostYears()), "number")));
        }
        return List.of(
                ScenarioSection.title("Compared"),
                Tables.table("Compared", List.of("what", "bytes a day", "change", "life of the card"), body));
    }
}
