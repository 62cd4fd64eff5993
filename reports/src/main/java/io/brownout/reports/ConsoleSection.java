package io.brownout.reports;

import io.brownout.board.RunEvent.ConsoleLine;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.reports.ConsoleExcerpt.BootBegins;
import io.brownout.reports.ConsoleExcerpt.LeftOut;
import io.brownout.reports.ConsoleExcerpt.Line;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The console of a board: where each boot begins, the line before the scenario went red, and the way to the full text. */
final class ConsoleSection {
    private static final int TAIL_OF_RED = 12;
    private static final int TAIL_OF_GREEN = 16;
    private static final int LONGEST_LINE = 240;

    private ConsoleSection() {}

    static List<Element> of(ScenarioResult scenario, BoardResult board) {
        if (board.console().isEmpty() && board.consoleLog().isEmpty()) {
            return List.of();
        }
        boolean red = scenario.lastToSpeak().filter(board::equals).isPresent();
        Optional<ConsoleLine> redLine = red ? scenario.redAt().flatMap(board::lastLine) : Optional.empty();
        Element details = Element.of("details", "console");
        if (red) {
            details.attribute("open", "open");
        }
        details.add(Element.of("summary")
                .add(Element.of("span", "what").text("Console of " + board.name()))
                .add(Element.of("small").text(Wording.plural(board.console().size(), "line"))));
        link(board)
                .ifPresent(href -> details.add(Element.of("p", "full")
                        .add(Element.of("a").attribute("href", href).text("Full text"))
                        .text(" " + board.consoleLog())));
        ConsoleExcerpt excerpt = ConsoleExcerpt.of(board.console(), redLine, red ? TAIL_OF_RED : TAIL_OF_GREEN);
        Element text = Element.of("pre")
                .attribute("tabindex", "0")
                .attribute("role", "region")
                .attribute("aria-label", "Console of " + board.name());
        excerpt.rows().forEach(row -> {
            switch (row) {
                case Line line -> line(text, line);
                case BootBegins boot -> boot(text, board, boot.boot());
                case LeftOut left ->
                    text.add(Element.of("span", "left-out")
                                    .text("      … " + Wording.plural(left.lines(), "line") + " not shown here"))
                            .text("\n");
            }
        });
        return List.of(board.console().isEmpty() ? details : details.add(text));
    }

    private static void line(Element text, Line shown) {
        ConsoleLine line = shown.line();
        Element row = Element.of("span", shown.red() ? "line red" : "line")
                .add(Element.of("span", "n").text(Wording.format("%5d", line.number())))
                .text(" " + Wording.shortened(Wording.plain(line.line()).replaceAll("[\\r\\n]+", " "), LONGEST_LINE));
        if (shown.red()) {
            row.add(Element.of("span", "note").text("  \u25C0 last line before it went red"));
        }
        text.add(row).text("\n");
    }

    private static void boot(Element text, BoardResult board, int boot) {
        String how = board.power().stream()
                .filter(change -> change.boot() == boot)
                .filter(change -> change.change() == PowerChange.ON || change.change() == PowerChange.REBOOT)
                .map(PowerChanged::reason)
                .filter(reason -> !reason.isBlank())
                .findFirst()
                .map(reason -> ": " + Wording.plain(reason))
                .orElse("");
        text.add(Element.of("span", "boot").text("Boot " + boot + how)).text("\n");
    }

    /** Leads from {@code report/} to the log; only ever to a place inside the run folder. */
    private static Optional<String> link(BoardResult board) {
        if (board.consoleLog().isEmpty()
                || board.consoleLog().startsWith("/")
                || board.consoleLog().contains("..")) {
            return Optional.empty();
        }
        try {
            return Optional.of("../"
                    + new URI(null, null, "/" + board.consoleLog(), null)
                            .getRawPath()
                            .substring(1));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
