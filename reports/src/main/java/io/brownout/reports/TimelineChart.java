package io.brownout.reports;

import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.RunEvent.StepFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened in a scenario, one lane below the other over one axis of time: its steps; then, for each board, its power, what the device reported, and what was written. */
final class TimelineChart {
    private static final double GAP = 12;
    private static final double STEP_HEIGHT = 18;
    private static final double POWER_HEIGHT = 20;
    private static final double ROW_HEIGHT = 15;
    private static final double WRITES_HEIGHT = 64;
    private static final double CHARACTER = 6.1;

    private final ScenarioResult scenario;
    private final TimeScale scale;
    private final Partitions partitions;
    private final List<Element> lanes = new ArrayList<>();
    private double y = 6;

    private TimelineChart(ScenarioResult scenario, Partitions partitions) {
        this.scenario = scenario;
        this.scale = TimeScale.of(scenario);
        this.partitions = partitions;
    }

    static Element of(ScenarioResult scenario, Partitions partitions) {
        return new TimelineChart(scenario, partitions).drawn();
    }

    private Element drawn() {
        steps();
        for (BoardResult board : scenario.boards()) {
            board(board);
        }
        double bottom = y - GAP + 4;
        Element drawing = Svg.drawing(
                bottom + 22,
                "timeline",
                "Timeline of " + Wording.plural(scenario.steps().size(), "step") + " and "
                        + Wording.plural(scenario.boots(), "boot") + " over " + Wording.duration(scenario.duration()));
        return Tables.scroller("Timeline")
                .add(drawing.addAll(scale.axis(0, bottom)).addAll(lanes));
    }

    private void steps() {
        int before = lanes.size();
        for (int index = 0; index < scenario.steps().size(); index++) {
            step(index + 1, scenario.steps().get(index));
        }
        if (lanes.size() > before) {
            lanes.add(Svg.text(0, y + 13, "steps", "lane"));
            y += STEP_HEIGHT + GAP;
        }
    }

    private void step(int number, StepFinished step) {
        double from = scale.x(step.at().minus(step.duration()));
        double width = scale.x(step.at()) - from;
        if (width < 1.5) {
            return; // The list above has them all; a sliver would tell nothing.
        }
        Element group = Element.of("g", "step " + Wording.of(step.outcome()))
                .add(Element.of("title")
                        .text(Wording.format("%d %s: %s", number, step.step(), Wording.duration(step.duration()))))
                .add(Svg.rectangle(from + 0.5, y, width - 1, STEP_HEIGHT, "block"));
        if (width > 12 + CHARACTER * 1.2) {
            String label = shortened(number + "  " + step.step(), width - 10);
            group.add(Svg.text(from + 6, y + 13, label.isEmpty() ? Integer.toString(number) : label, "inside"));
        }
        lanes.add(group);
    }

    private void board(BoardResult board) {
        if (scenario.boards().size() > 1) {
            lanes.add(Svg.text(0, y + 11, board.name(), "lane board"));
            y += 20;
        }
        double top = y;
        List<PowerChanged> cuts = tellingCuts(board);
        y += cuts.isEmpty() ? 0 : ROW_HEIGHT + 2;
        power(board);
        reports(board);
        writes(board);
        lanes.addAll(CutMarks.drawn(cuts.stream().map(cut -> mark(board, cut)).toList(), top + 10, y - GAP));
    }

    /** Leaves out the cut that only clears the table after the last step. */
    private List<PowerChanged> tellingCuts(BoardResult board) {
        Instant lastStep = scenario.steps().isEmpty()
                ? Instant.MAX
                : scenario.steps().getLast().at();
        return board.power().stream()
                .filter(change -> change.change() == PowerChange.CUT)
                .filter(change -> change.at().isBefore(lastStep))
                .toList();
    }

    private void power(BoardResult board) {
        lanes.add(Svg.text(0, y + 14, "power", "lane"));
        lanes.add(Svg.line(Svg.LEFT, y + POWER_HEIGHT, Svg.RIGHT, y + POWER_HEIGHT, "base"));
        List<PowerChanged> changes = board.power();
        for (int index = 0; index < changes.size(); index++) {
            PowerChanged change = changes.get(index);
            boolean on = change.change() == PowerChange.ON || change.change() == PowerChange.REBOOT;
            if (on) {
                Instant until =
                        index + 1 < changes.size() ? changes.get(index + 1).at() : scale.end();
                boot(change, scale.x(change.at()), scale.x(until));
            }
        }
        y += POWER_HEIGHT + GAP;
    }

    private void boot(PowerChanged change, double from, double to) {
        String how = change.change() == PowerChange.REBOOT ? "reboot" : "power on";
        Element group = Element.of("g", "boot")
                .add(Element.of("title").text(Wording.format("boot %d: %s, %s", change.boot(), how, change.reason())))
                .add(Svg.rectangle(from + 0.5, y, to - from - 1, POWER_HEIGHT, "on"));
        String label = Wording.format("boot %d, %s", change.boot(), how);
        double width = to - from;
        if (width > label.length() * CHARACTER + 10) {
            group.add(Svg.text(from + 6, y + 14, label, "inside"));
        } else if (width > 14) {
            group.add(Svg.text(from + 4, y + 14, Integer.toString(change.boot()), "inside"));
        }
        lanes.add(group);
    }

    private CutMarks.Mark mark(BoardResult board, PowerChanged change) {
        double x = scale.x(change.at());
        return board.cuts().stream()
                .filter(cut -> Duration.between(cut.at(), change.at()).abs().compareTo(Duration.ofSeconds(2)) < 0)
                .findFirst()
                .map(cut -> CardMapChart.mark(cut, x))
                .orElseGet(() -> new CutMarks.Mark(x, "power cut", "cut", "power cut: " + change.reason()));
    }

    private void reports(BoardResult board) {
        if (board.reports().isEmpty()) {
            return;
        }
        lanes.add(Svg.text(0, y + 10, "device", "lane"));
        ReportLane lane = new ReportLane(scale, y);
        board.reports().stream().limit(BoardDrawings.MOST_REPORTS).forEach(lane::add);
        lanes.addAll(lane.drawn());
        y = lane.bottom() + GAP;
    }

    private void writes(BoardResult board) {
        if (board.activity().isEmpty()) {
            return;
        }
        WriteBars bars = WriteBars.of(board.activity(), scale, partitions);
        lanes.add(Svg.text(0, y + 10, "written", "lane"));
        lanes.add(Svg.text(0, y + 25, "each second", "lane faint"));
        lanes.addAll(bars.drawn(y, WRITES_HEIGHT));
        y += WRITES_HEIGHT + GAP;
    }

    private static String shortened(String text, double width) {
        int characters = (int) (width / CHARACTER);
        if (text.length() <= characters) {
            return text;
        }
        return characters < 6 ? "" : text.substring(0, characters - 1).stripTrailing() + "…";
    }
}
