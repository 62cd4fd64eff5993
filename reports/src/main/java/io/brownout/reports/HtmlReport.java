package io.brownout.reports;

import io.brownout.board.HarnessException;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.Retried;
import io.brownout.board.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The run as one page that opens from a file, {@code report/index.html}: no script, no server, nothing fetched. The page is HTML and well-formed XML at once. */
public final class HtmlReport {
    private final RunResult run;
    private final ScenarioSection sections;

    private HtmlReport(RunResult run) {
        this.run = run;
        List<ScenarioResult> all = new ArrayList<>(run.scenarios());
        all.addAll(run.underMutants());
        run.outside().ifPresent(all::add);
        this.sections = new ScenarioSection(Partitions.of(all));
    }

    /** Returns the content of the file. */
    public static String of(RunResult run) {
        return "<!DOCTYPE html>\n" + new HtmlReport(run).page() + "\n";
    }

    private Element page() {
        String title = "%s: %s · Brownout".formatted(VerdictSection.word(run.verdict()), run.subcommand());
        return Element.of("html")
                .attribute("lang", "en")
                .attribute("xmlns", "http://www.w3.org/1999/xhtml")
                .add(
                        Element.of("head")
                                .add(
                                        Element.of("meta").attribute("charset", "utf-8"),
                                        Element.of("meta")
                                                .attribute("name", "viewport")
                                                .attribute("content", "width=device-width, initial-scale=1"),
                                        Element.of("meta")
                                                .attribute("name", "color-scheme")
                                                .attribute("content", "light dark"),
                                        Element.of("title").text(title),
                                        Element.of("style").style(sheet())),
                        Element.of("body").add(main()));
    }

    private Element main() {
        Element main = Element.of("main").addAll(VerdictSection.of(run));
        run.cuts()
                .forEach(cuts -> main.add(heading("Every power cut", "cuts", Wording.count(cuts.points())))
                        .addAll(new CutSection(cuts).elements()));
        group(main, "Failed", Outcome.FAILED, true);
        group(
                main,
                run.verdict() == Verdict.INTERRUPTED ? "Not finished" : "Errors of the harness",
                Outcome.ERROR,
                true);
        if (!run.mutants().isEmpty() || !run.underMutants().isEmpty()) {
            main.addAll(new MutantSection(run, sections).elements());
        }
        group(main, "Passed", Outcome.PASSED, false);
        group(main, "Skipped", Outcome.SKIPPED, false);
        run.outside()
                .ifPresent(outside -> main.add(
                        heading("Outside of any scenario", "outside", ""),
                        Element.of("article", "scenario").addAll(sections.content(outside))));
        if (!run.retries().isEmpty()) {
            main.add(heading("Retries", "retries", Wording.count(run.retries().size())), retries());
        }
        return main;
    }

    private void group(Element main, String title, Outcome outcome, boolean open) {
        List<ScenarioResult> scenarios = run.scenarios().stream()
                .filter(scenario -> scenario.outcome() == outcome)
                .toList();
        if (!scenarios.isEmpty()) {
            main.add(heading(title, Wording.of(outcome), Wording.count(scenarios.size())))
                    .addAll(scenarios.stream()
                            .map(scenario -> sections.of(scenario, open))
                            .toList());
        }
    }

    static Element heading(String title, String id, String count) {
        Element heading = Element.of("h2").attribute("id", id).text(title);
        return count.isEmpty()
                ? heading
                : heading.text(" ").add(Element.of("span", "count").text(count));
    }

    private Element retries() {
        Element body = Element.of("tbody");
        for (Retried retried : run.retries()) {
            String scenario = run.scenarios().stream()
                    .filter(each -> each.id().equals(retried.scenario()))
                    .map(ScenarioResult::name)
                    .findFirst()
                    .orElse(retried.scenario());
            body.add(Tables.row(
                    Tables.cell(Wording.offset(run.begin(), retried.at()), "number"),
                    Tables.cell(retried.what(), ""),
                    Tables.cell(retried.why(), ""),
                    Tables.cell(scenario, "")));
        }
        return Tables.table("Retries", List.of("at", "what", "why", "scenario"), body);
    }

    private static String sheet() {
        try (InputStream input = HtmlReport.class.getResourceAsStream("report.css")) {
            if (input == null) {
                throw new HarnessException(
                        "the style sheet report.css is missing from the program's own jar; build it again");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HarnessException("cannot read report.css from the program's own jar: " + e, e);
        }
    }
}
