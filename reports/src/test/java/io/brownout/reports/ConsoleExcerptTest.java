package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.RunEvent.ConsoleLine;
import io.brownout.reports.ConsoleExcerpt.BootBegins;
import io.brownout.reports.ConsoleExcerpt.LeftOut;
import io.brownout.reports.ConsoleExcerpt.Line;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleExcerptTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T08:00:00Z");

    /** A hundred lines, one a second, the second boot from line 51 on. */
    private static final List<ConsoleLine> CONSOLE = IntStream.rangeClosed(1, 100)
            .mapToObj(number -> new ConsoleLine(
                    BEGIN.plusSeconds(number), "s", "pi", number <= 50 ? 1 : 2, number, "line " + number))
            .toList();

    @Test
    void a_green_console_shows_its_tail_and_where_each_boot_begins() {
        ConsoleExcerpt excerpt = ConsoleExcerpt.of(CONSOLE, Optional.empty(), 2);

        assertThat(excerpt.rows())
                .containsExactly(
                        new BootBegins(1),
                        new LeftOut(50),
                        new BootBegins(2),
                        new LeftOut(48),
                        new Line(CONSOLE.get(98), false),
                        new Line(CONSOLE.get(99), false));
    }

    @Test
    void the_last_line_before_the_scenario_went_red_is_marked_with_what_stands_around_it() {
        ConsoleExcerpt excerpt = ConsoleExcerpt.of(CONSOLE, Optional.of(CONSOLE.get(59)), 2);

        List<Line> red = excerpt.rows().stream()
                .filter(row -> row instanceof Line line && line.red())
                .map(Line.class::cast)
                .toList();

        assertThat(red).containsExactly(new Line(CONSOLE.get(59), true));
        assertThat(excerpt.rows())
                .contains(new Line(CONSOLE.get(58), false), new Line(CONSOLE.get(60), false), new LeftOut(32));
    }
}
