package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.CutReport.Cell;
import io.brownout.board.CutReport.Group;
import io.brownout.board.CutReport.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The writes of an update, number over address: a place has the colour of what a cut there leads to, and leads to its class when it is clicked. */
record CutMapChart(CutReport cuts) {
    private static final double TOP = 66;
    private static final double ROW = 2.2;
    private static final double GAP = 6;
    private static final int LINES = 4;
    private static final double CHARACTER = 5.4;

    List<Element> elements() {
        CutReport.Map map = cuts.map();
        Element drawing = Svg.drawing(
                        bottom() + 24,
                        "cut-map",
                        "Map of %s writes: number by address, coloured by what a cut leads to"
                                .formatted(Wording.count(
                                        map.columns().getLast() - map.columns().getFirst())))
                .addAll(bands())
                .addAll(steps())
                .addAll(places())
                .addAll(axis());
        return List.of(
                Tables.scroller("Map of every cut").add(drawing),
                Element.of("ul", "legend")
                        .add(
                                legend("good", "the device is whole afterwards; shades tell classes apart"),
                                legend("bad", "it must not be left like that"),
                                legend("open", "no verdict")));
    }

    private static Element legend(String kind, String text) {
        return Element.of("li")
                .add(
                        Element.of("span", "swatch cut-" + kind),
                        Element.of("span").text(text));
    }

    private double bandTop(int partition) {
        return TOP + partition * (cuts.map().rows() * ROW + GAP);
    }

    private double bottom() {
        return bandTop(cuts.map().partitions().size()) - GAP;
    }

    private double x(long write) {
        List<Long> columns = cuts.map().columns();
        int column = 0;
        while (column + 1 < columns.size() && columns.get(column + 1) <= write) {
            column++;
        }
        return column(column);
    }

    private double column(int column) {
        return Svg.LEFT
                + column * (Svg.RIGHT - Svg.LEFT) / (cuts.map().columns().size() - 1);
    }

    private List<Element> bands() {
        List<Element> bands = new ArrayList<>();
        for (int at = 0; at < cuts.map().partitions().size(); at++) {
            double height = cuts.map().rows() * ROW;
            bands.add(Svg.rectangle(Svg.LEFT, bandTop(at), Svg.RIGHT - Svg.LEFT, height, "band p-gap"));
            bands.add(Svg.text(
                    0, bandTop(at) + height / 2 + 4, cuts.map().partitions().get(at), "lane"));
        }
        return bands;
    }

    /** Draws what the device reported; names only where there is room, over three lines. */
    private List<Element> steps() {
        List<Element> steps = new ArrayList<>();
        double[] free = new double[LINES];
        for (Step step : cuts.map().steps()) {
            double x = x(step.write());
            int line = 0;
            while (line < LINES && x < free[line]) {
                line++;
            }
            steps.add(Svg.line(x, TOP - 4, x, bottom(), "boot-line"));
            String name = named(step);
            if (line < LINES && x + name.length() * CHARACTER < Svg.WIDTH) {
                steps.add(Svg.text(x + 2, TOP - 8 - 13 * line, name, "scale faint"));
                free[line] = x + name.length() * CHARACTER + 6;
            }
        }
        return steps;
    }

    /** The event, and what it is about if that is a step or a slot; the rest is in the console. */
    private static String named(Step step) {
        String report = step.name().replaceFirst("^device: ", "");
        String[] words = report.split(" ", 3);
        return words.length > 1 && words[1].startsWith("step=") ? words[1].substring("step=".length()) : words[0];
    }

    private List<Element> places() {
        Map<Integer, StringBuilder> paths = new TreeMap<>();
        double width = column(1) - column(0);
        for (Cell cell : cuts.map().cells()) {
            Svg.rectangle(
                    paths.computeIfAbsent(cell.group(), _ -> new StringBuilder()),
                    column(cell.column()),
                    bandTop(cell.partition()) + cell.row() * ROW,
                    width,
                    ROW);
        }
        List<Element> good = new ArrayList<>();
        List<Element> bad = new ArrayList<>();
        paths.forEach((group, path) -> (isBad(group) ? bad : good).add(place(group, path.toString())));
        good.addAll(bad);
        return good;
    }

    private boolean isBad(int group) {
        return group >= 0 && !cuts.classes().get(group).good();
    }

    private Element place(int number, String data) {
        if (number < 0) {
            return Element.of("path", "cut-open").attribute("d", data);
        }
        Group group = cuts.classes().get(number);
        String shade = group.good() ? "cut-good s" + number % 4 : "cut-bad";
        return Element.of("a")
                .attribute("href", "#" + CutSection.anchor(group.name()))
                .add(Element.of("path", shade)
                        .attribute("d", data)
                        .add(Element.of("title")
                                .text("%s: %s, %s"
                                        .formatted(
                                                group.name(),
                                                group.verdict(),
                                                Wording.plural(group.count(), "cut point")))));
    }

    private List<Element> axis() {
        List<Element> axis = new ArrayList<>();
        axis.add(Svg.line(Svg.LEFT, bottom(), Svg.RIGHT, bottom(), "base"));
        List<Long> columns = cuts.map().columns();
        for (int tick = 0; tick <= 8; tick++) {
            int column = (columns.size() - 1) * tick / 8;
            axis.add(Svg.text(column(column), bottom() + 14, Wording.count(columns.get(column)), "tick"));
        }
        axis.add(Svg.text(0, bottom() + 14, "before write", "scale faint"));
        return axis;
    }
}
