package io.brownout.reports;

import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.HeatRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Units of a card over time: the deeper the colour, the more was written there, and a mark where a block-mapped card would have erased for it. The hottest unit is named by what it holds.
 *
 * @param partitions give the colours
 */
record WearHeatChart(HeatMap heat, Partitions partitions) {
    private static final double ROW = 15;
    private static final double TOP = 22;
    private static final double LEFT = 330;
    private static final double RIGHT = 920;
    private static final int LONGEST_NAME = 52;

    List<Element> elements() {
        if (heat.rows().isEmpty()) {
            return List.of();
        }
        Optional<HeatRow> hottest = heat.rows().stream()
                .max(Comparator.comparingLong(HeatRow::totalErases).thenComparingLong(HeatRow::totalBytes));
        return List.of(
                Tables.scroller("Writes and erases by unit and time").add(drawing(hottest.orElseThrow())),
                Element.of("p", "note").text(words(hottest.orElseThrow())));
    }

    private String words(HeatRow hottest) {
        String left =
                heat.unitsLeftOff() == 0 ? "" : " " + Wording.plural(heat.unitsLeftOff(), "cooler unit") + " left off.";
        return "A row is a unit of %s, a column %s. Depth of colour: bytes written, up to %s; number: erases on a block-mapped card. Hottest: unit %d, %s, %s written, %s.%s"
                .formatted(
                        Wording.bytes((double) heat.unitBytes()),
                        hours(heat.columnHours()),
                        Wording.bytes((double) most()),
                        hottest.unit(),
                        hottest.content(),
                        Wording.bytes((double) hottest.totalBytes()),
                        Wording.plural(hottest.totalErases(), "erase"),
                        left);
    }

    private static String hours(double hours) {
        return hours == 1 ? "an hour" : Wording.number(hours, 1) + " hours";
    }

    private long most() {
        return heat.rows().stream()
                .flatMap(row -> row.bytes().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
    }

    private Element drawing(HeatRow hottest) {
        int columns = heat.rows().getFirst().bytes().size();
        double width = (RIGHT - LEFT) / columns;
        double bottom = TOP + heat.rows().size() * ROW;
        Element drawing = Svg.drawing(
                bottom + 24, "wear-heat", "Writes and erases by unit of the card and by hour of the device's time");
        for (int index = 0; index < heat.rows().size(); index++) {
            drawing.addAll(row(heat.rows().get(index), TOP + index * ROW, width, hottest));
        }
        drawing.add(Svg.line(LEFT, bottom, RIGHT, bottom, "base"));
        int step = Math.max(1, (columns + 7) / 8);
        for (int column = 0; column <= columns; column += step) {
            drawing.add(Svg.text(
                    LEFT + column * width, bottom + 14, Wording.number(column * heat.columnHours(), 1) + " h", "tick"));
        }
        return drawing.add(Svg.text(RIGHT + 6, TOP - 8, "erases", "scale"));
    }

    private List<Element> row(HeatRow row, double y, double width, HeatRow hottest) {
        String label = row.content().isEmpty()
                ? ""
                : row.content().substring(0, row.content().indexOf(": "));
        Element group = Element.of("g", partitions.styleClass(label))
                .add(Element.of("title")
                        .text("unit %d, %s: %s, %s"
                                .formatted(
                                        row.unit(),
                                        row.content(),
                                        Wording.bytes((double) row.totalBytes()),
                                        Wording.plural(row.totalErases(), "erase"))));
        group.add(Svg.text(
                LEFT - 8, y + ROW - 4, name(row), row.unit() == hottest.unit() ? "lane board end" : "lane end"));
        long most = most();
        for (int column = 0; column < row.bytes().size(); column++) {
            long bytes = row.bytes().get(column);
            if (bytes > 0) {
                group.add(
                        Svg.rectangle(LEFT + column * width, y + 1, width - 1, ROW - 2, "cell " + level(bytes, most)));
            }
            if (row.erases().get(column) > 0) {
                group.add(Svg.circle(LEFT + (column + 0.5) * width - 0.5, y + ROW / 2, 2.2, "erased"));
            }
        }
        return List.of(group, Svg.text(RIGHT + 6, y + ROW - 4, Wording.count(row.totalErases()), "scale"));
    }

    private static String name(HeatRow row) {
        String name = row.unit() + "  " + row.content();
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    /** By powers of four, so that little is seen beside much. */
    private static String level(long bytes, long most) {
        return "l" + Math.clamp(3 - (long) (Math.log((double) most / bytes) / Math.log(4)), 0, 3);
    }
}
