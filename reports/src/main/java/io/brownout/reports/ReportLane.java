package io.brownout.reports;

import io.brownout.board.DeviceReport;
import io.brownout.board.RunEvent.DeviceReported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a device reported, as marks over time. What tells something has its label, in the first row that has room for it; what every boot says, and what found no room, is a dot in the last row that
 * says itself when pointed at. The table below the drawing has them all. Not safe for threads.
 */
final class ReportLane {
    private static final double ROW_HEIGHT = 15;
    private static final int MOST_ROWS = 10;
    private static final int LONGEST_LABEL = 44;
    private static final double CHARACTER = 6.1;
    private static final Set<String> ROUTINE_EVENTS = Set.of("init", "timing");
    private static final Set<String> ALARMING_VALUES = Set.of("failed", "refused", "invalid", "dark");

    private final TimeScale scale;
    private final double top;
    private final double[] free = new double[MOST_ROWS];
    private final List<Element> labelled = new ArrayList<>();
    private final List<DeviceReported> dots = new ArrayList<>();
    private int rows;

    ReportLane(TimeScale scale, double top) {
        this.scale = scale;
        this.top = top;
        Arrays.fill(free, Svg.LEFT - 4);
    }

    /** Takes the next report in the order of time. */
    void add(DeviceReported reported) {
        DeviceReport report = reported.report();
        if (routine(report) || !(placed(reported, label(report)) || placed(reported, report.event()))) {
            dots.add(reported);
        }
    }

    /** Puts the label to the right of its mark or, near the end, to its left; says whether there was room. */
    private boolean placed(DeviceReported reported, String label) {
        double x = scale.x(reported.at());
        double width = label.length() * CHARACTER + 18;
        boolean left = x + width > Svg.WIDTH;
        for (int row = 0; row < MOST_ROWS; row++) {
            if (free[row] <= (left ? x - width : x - 4)) {
                free[row] = left ? x + 8 : x + width;
                rows = Math.max(rows, row + 1);
                double middle = top + row * ROW_HEIGHT + 6;
                labelled.add(mark(reported, x, middle, 3.2)
                        .add(Svg.text(left ? x - 7 : x + 7, middle + 4, label, left ? "said end" : "said")));
                return true;
            }
        }
        return false;
    }

    List<Element> drawn() {
        List<Element> elements = new ArrayList<>(labelled);
        double middle = top + rows * ROW_HEIGHT + 5;
        dots.forEach(reported -> elements.add(mark(reported, scale.x(reported.at()), middle, 2.2)));
        return elements;
    }

    double bottom() {
        return top + (rows + (dots.isEmpty() ? 0 : 1)) * ROW_HEIGHT;
    }

    private Element mark(DeviceReported reported, double x, double middle, double radius) {
        return Element.of("g", alarming(reported.report()) ? "report alarming" : "report")
                .add(
                        Element.of("title")
                                .text(Wording.offset(scale.begin(), reported.at()) + " " + reported.report()),
                        Svg.circle(x, middle, radius, "dot"));
    }

    private static String label(DeviceReport report) {
        StringBuilder label = new StringBuilder(report.event());
        report.values().forEach((key, value) -> {
            boolean number = !value.isEmpty() && value.chars().allMatch(Character::isDigit);
            if (!value.equals("0")) {
                label.append(' ').append(number ? key + "=" : "").append(value); // A word explains itself.
            }
        });
        return label.length() > LONGEST_LABEL ? label.substring(0, LONGEST_LABEL - 1) + "…" : label.toString();
    }

    /** Says whether every healthy boot says it. */
    private static boolean routine(DeviceReport report) {
        return ROUTINE_EVENTS.contains(report.event())
                || report.is("fsck", "result=clean")
                || report.is("config", "result=ok");
    }

    static boolean alarming(DeviceReport report) {
        return report.event().startsWith("roll")
                || report.values().values().stream().anyMatch(ALARMING_VALUES::contains);
    }
}
