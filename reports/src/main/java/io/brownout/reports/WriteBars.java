package io.brownout.reports;

import io.brownout.board.RunEvent.CardActivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes written over time, stacked by partition.
 *
 * @param binSeconds how many seconds one bar stands for
 * @param bytes partition label, in the order of the stack, to bytes by bar
 */
record WriteBars(TimeScale scale, Partitions partitions, double binSeconds, SortedMap<String, double[]> bytes) {
    private static final int MOST_BARS = 270;

    static WriteBars of(List<CardActivity> activity, TimeScale scale, Partitions partitions) {
        double binSeconds = Math.max(1, Math.ceil(scale.seconds() / MOST_BARS));
        int bins = (int) Math.ceil(scale.seconds() / binSeconds) + 1;
        SortedMap<String, double[]> bytes = new TreeMap<>(partitions.order());
        for (CardActivity second : activity) {
            // It is told at the end of its second.
            double elapsed = Duration.between(scale.begin(), second.at()).toMillis() / 1000.0 - 1;
            int bin = Math.clamp((long) (elapsed / binSeconds), 0, bins - 1);
            second.bytes().forEach((label, written) -> {
                if (written > 0) {
                    bytes.computeIfAbsent(label, _ -> new double[bins])[bin] += written;
                }
            });
        }
        return new WriteBars(scale, partitions, binSeconds, bytes);
    }

    List<Element> drawn(double top, double height) {
        List<Element> elements = new ArrayList<>();
        int bins =
                bytes.values().stream().mapToInt(column -> column.length).max().orElse(0);
        double[] stacked = new double[bins];
        double most = most(bins);
        double bottom = top + height;
        elements.add(Svg.line(Svg.LEFT, bottom, Svg.RIGHT, bottom, "base"));
        if (most == 0) {
            return elements;
        }
        double width = binSeconds / scale.seconds() * (Svg.RIGHT - Svg.LEFT);
        bytes.forEach((label, column) -> {
            StringBuilder path = new StringBuilder();
            for (int bin = 0; bin < bins; bin++) {
                if (column[bin] > 0) {
                    double bar = Math.max(1, column[bin] / most * height); // So that the smallest is still seen.
                    double x = Svg.LEFT + bin * width;
                    Svg.rectangle(
                            path,
                            x,
                            bottom - stacked[bin] - bar,
                            Math.max(0.8, Math.min(width, Svg.RIGHT - x) - (width > 3 ? 0.6 : 0)),
                            bar);
                    stacked[bin] += bar;
                }
            }
            elements.add(Element.of("path", "bars " + partitions.styleClass(label))
                    .attribute("d", path.toString())
                    .add(Element.of("title").text(label)));
        });
        elements.add(Svg.line(Svg.LEFT, top, Svg.RIGHT, top, "grid"));
        elements.add(Svg.text(Svg.RIGHT + 6, top + 4, Wording.bytes(most / binSeconds) + "/s", "scale"));
        return elements;
    }

    private double most(int bins) {
        double most = 0;
        for (int bin = 0; bin < bins; bin++) {
            double sum = 0;
            for (double[] column : bytes.values()) {
                sum += column[bin];
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
