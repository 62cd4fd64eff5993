package io.brownout.reports;

import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.StepFinished;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One scenario on the page: folded to a line, or open with its steps, drawings, measurements and consoles.
 *
 * @param partitions give the colours
 */
record ScenarioSection(Partitions partitions) {
    private static final int LONGEST_DETAIL = 6_000;
    private static final Pattern STACK = Pattern.compile("\\s+at \\S+\\(|Caused by: ");

    static String anchor(ScenarioResult scenario) {
        return "scenario-" + scenario.id().replaceAll("[^A-Za-z0-9_-]", "_");
    }

    Element of(ScenarioResult scenario, boolean open) {
        return folded(scenario, open, Wording.of(scenario.outcome()), Badge.of(scenario.outcome()));
    }

    /** Shows what became of the planted fault rather than the outcome. */
    Element of(ScenarioResult scenario, MutantVerdict verdict) {
        return folded(scenario, false, Badge.kind(verdict), Badge.of(verdict));
    }

    private Element folded(ScenarioResult scenario, boolean open, String kind, Element badge) {
        Element details = Element.of("details", "scenario " + kind).attribute("id", anchor(scenario));
        if (open) {
            details.attribute("open", "open");
        }
        return details.add(summary(scenario, badge))
                .add(Element.of("div", "content").addAll(content(scenario)));
    }

    private static Element summary(ScenarioResult scenario, Element badge) {
        Element summary = Element.of("summary")
                .add(
                        badge,
                        Element.of("span", "name").text(scenario.name()),
                        Element.of("span", "took").text(Wording.duration(scenario.duration())),
                        Element.of("span", "about").text(String.join(" · ", about(scenario))));
        if (!scenario.reason().isEmpty()) {
            summary.add(Element.of("span", "reason").text(Wording.shortened(Wording.plain(scenario.reason()), 260)));
        }
        return summary;
    }

    private static List<String> about(ScenarioResult scenario) {
        List<String> parts = new ArrayList<>();
        if (!scenario.feature().isEmpty()) {
            parts.add(scenario.feature());
        }
        if (!scenario.mutant().isEmpty()) {
            parts.add("planted fault: " + scenario.mutant());
        }
        scenario.boards().stream()
                .map(BoardResult::model)
                .filter(model -> !model.isEmpty())
                .distinct()
                .forEach(parts::add);
        scenario.clock().map(ScenarioSection::word).ifPresent(parts::add);
        if (scenario.boots() > 0) {
            parts.add(Wording.plural(scenario.boots(), "boot"));
        }
        if (!scenario.retries().isEmpty()) {
            parts.add(
                    scenario.retries().size() == 1
                            ? "1 retry"
                            : scenario.retries().size() + " retries");
        }
        return parts;
    }

    static String word(GuestClock clock) {
        return switch (clock) {
            case VIRTUAL -> "virtual clock";
            case WALL -> "wall clock";
        };
    }

    List<Element> content(ScenarioResult scenario) {
        List<Element> elements = new ArrayList<>();
        if (!scenario.location().isEmpty() || !scenario.tags().isEmpty()) {
            elements.add(Element.of("p", "place")
                    .add(Element.of("code").text(scenario.location()))
                    .text(" " + String.join(" ", scenario.tags())));
        }
        if (!scenario.steps().isEmpty()) {
            elements.add(steps(scenario));
        }
        elements.addAll(CardNotes.of(scenario));
        elements.addAll(new BoardDrawings(partitions).of(scenario));
        if (!scenario.measurements().isEmpty()) {
            elements.add(title("Measured"));
            elements.addAll(new MeasurementBars(partitions).of(scenario.measurements()));
        }
        if (!scenario.wear().isEmpty()) {
            elements.addAll(WearSection.of(scenario.wear(), partitions));
        }
        for (BoardResult board : scenario.boards()) {
            elements.addAll(ConsoleSection.of(scenario, board));
        }
        return elements;
    }

    static Element title(String text) {
        return Element.of("h3").text(text);
    }

    private static Element steps(ScenarioResult scenario) {
        Element list = Element.of("ol", "steps");
        for (StepFinished step : scenario.steps()) {
            Element item = Element.of("li", Wording.of(step.outcome()))
                    .add(
                            Badge.mark(step.outcome()),
                            stepText(step),
                            Element.of("span", "outcome").text(Wording.of(step.outcome())),
                            Element.of("span", "took").text(Wording.duration(step.duration())));
            if (!step.detail().isEmpty()) {
                item.add(detail(step));
            }
            list.add(item);
        }
        return list;
    }

    private static Element stepText(StepFinished step) {
        int space = step.step().indexOf(' ');
        String keyword = space > 0 ? step.step().substring(0, space) : "";
        return Element.of("span", "step")
                .add(Element.of("b").text(keyword))
                .text(step.step().substring(keyword.length()));
    }

    private static Element detail(StepFinished step) {
        String text = Wording.shortened(Wording.plain(step.detail()).strip(), LONGEST_DETAIL);
        List<String> lines = text.lines().toList();
        long message = lines.stream()
                .takeWhile(line -> !STACK.matcher(line).lookingAt())
                .count();
        Element detail = Element.of("div", "detail").add(Element.of("pre").text(String.join("\n", lines.subList(0, (int)
                message))));
        if (message < lines.size()) {
            detail.add(Element.of("details", "stack")
                    .add(
                            Element.of("summary")
                                    .text("Stack, "
                                            + Wording.plural(lines.size() - message, "line")
                                                    .toLowerCase(Locale.ROOT)),
                            Element.of("pre").text(String.join("\n", lines.subList((int) message, lines.size())))));
        }
        return detail;
    }
}
