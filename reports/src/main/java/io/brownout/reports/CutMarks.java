package io.brownout.reports;

import java.util.ArrayList;
import java.util.List;

/** The lines of power cuts over a drawing, each with as much of its label as there is room for before the next. */
final class CutMarks {
    private static final double CHARACTER = 6.4;

    private CutMarks() {}

    /**
     * One cut.
     *
     * @param label in full
     * @param brief what to say where that does not fit
     * @param told what it says when pointed at
     */
    record Mark(double x, String label, String brief, String told) {}

    /** Draws the lines from above the labels' base line down to {@code bottom}; the marks come in the order of time. */
    static List<Element> drawn(List<Mark> marks, double baseline, double bottom) {
        List<Element> elements = new ArrayList<>();
        double used = Svg.LEFT;
        for (int index = 0; index < marks.size(); index++) {
            Mark mark = marks.get(index);
            double next = index + 1 < marks.size() ? marks.get(index + 1).x() : Svg.WIDTH;
            Element group = Element.of("g", "cut")
                    .add(
                            Element.of("title").text(mark.told()),
                            Svg.line(mark.x(), baseline - 10, mark.x(), bottom, "cut-line"));
            String right = fitting(mark, next - mark.x() - 8);
            String left = right.isEmpty() ? fitting(mark, mark.x() - used - 8) : "";
            if (!right.isEmpty()) {
                group.add(Svg.text(mark.x() + 6, baseline, right, "cut-label"));
            } else if (!left.isEmpty()) {
                group.add(Svg.text(mark.x() - 6, baseline, left, "cut-label end"));
            }
            used = mark.x() + right.length() * CHARACTER + 6;
            elements.add(group);
        }
        return elements;
    }

    private static String fitting(Mark mark, double room) {
        if (mark.label().length() * CHARACTER <= room) {
            return mark.label();
        }
        return mark.brief().length() * CHARACTER <= room ? mark.brief() : "";
    }
}
