package io.brownout.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where on a drawing a moment lies. */
record TimeScale(Instant begin, Instant end) {
    private static final int[] NICE_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400
    };
    private static final int MOST_TICKS = 10;

    /** Stretches over all that is drawn of a scenario, and over a second at least. */
    static TimeScale of(ScenarioResult scenario) {
        Instant begin = scenario.begin();
        Instant end = begin.plusSeconds(1);
        end = later(end, scenario.end());
        for (BoardResult board : scenario.boards()) {
            end = board.power().isEmpty()
                    ? end
                    : later(end, board.power().getLast().at());
            end = board.activity().isEmpty()
                    ? end
                    : later(end, board.activity().getLast().at());
        }
        return new TimeScale(begin, end);
    }

    double x(Instant at) {
        double share = seconds(begin, at) / seconds(begin, end);
        return Svg.LEFT + Math.clamp(share, 0, 1) * (Svg.RIGHT - Svg.LEFT);
    }

    double seconds() {
        return seconds(begin, end);
    }

    /** Draws the axis with its grid, from {@code top} to {@code bottom}. */
    List<Element> axis(double top, double bottom) {
        List<Element> elements = new ArrayList<>();
        int step = step();
        for (long second = 0; second <= seconds(); second += step) {
            double x = x(begin.plusSeconds(second));
            elements.add(Svg.line(x, top, x, bottom, "grid"));
            elements.add(Svg.text(x, bottom + 14, label(second), "tick"));
        }
        return elements;
    }

    private int step() {
        for (int step : NICE_SECONDS) {
            if (seconds() / step <= MOST_TICKS) {
                return step;
            }
        }
        return NICE_SECONDS[NICE_SECONDS.length - 1] * (int) Math.ceil(seconds() / MOST_TICKS / 86_400);
    }

    private String label(long second) {
        if (seconds() < 60) {
            return second + " s";
        }
        return second < 3600
                ? Wording.format("%d:%02d", second / 60, second % 60)
                : Wording.format("%d:%02d:%02d", second / 3600, second % 3600 / 60, second % 60);
    }

    static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
