package io.brownout.reports;

import io.brownout.board.RunEvent.ConsoleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a console's text that a page shows: its tail, and what stands around the line at which the scenario went red.
 *
 * @param rows in the order of the console
 */
record ConsoleExcerpt(List<Row> rows) {
    private static final int BEFORE_RED = 24;
    private static final int AFTER_RED = 6;

    /** One row of the excerpt. */
    sealed interface Row {}

    /** A line. {@code red} marks the last one before the scenario went red. */
    record Line(ConsoleLine line, boolean red) implements Row {}

    /** The boundary at which a boot begins. */
    record BootBegins(int boot) implements Row {}

    /** Lines that are left out. */
    record LeftOut(int lines) implements Row {}

    ConsoleExcerpt {
        rows = List.copyOf(rows);
    }

    /** Keeps so many lines of the tail, and marks the line before the scenario went red, if this console has it. */
    static ConsoleExcerpt of(List<ConsoleLine> console, Optional<ConsoleLine> redLine, int tail) {
        int red = redLine.map(console::lastIndexOf).orElse(-1);
        List<Row> rows = new ArrayList<>();
        int boot = -1;
        for (int index = 0; index < console.size(); index++) {
            ConsoleLine line = console.get(index);
            if (line.boot() != boot) {
                boot = line.boot();
                rows.add(new BootBegins(boot));
            }
            boolean aroundRed = red >= 0 && index >= red - BEFORE_RED && index <= red + AFTER_RED;
            if (index >= console.size() - tail || aroundRed) {
                rows.add(new Line(line, index == red));
            } else if (rows.getLast() instanceof LeftOut left) {
                rows.set(rows.size() - 1, new LeftOut(left.lines() + 1));
            } else {
                rows.add(new LeftOut(1));
            }
        }
        return new ConsoleExcerpt(rows);
    }
}
