package io.brownout.reports;

import io.brownout.board.CutReport;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import java.util.ArrayList;
import java.util.List;

/** The head of the page: the verdict, why, the counts, and what decided the run. */
final class VerdictSection {
    private static final int MOST_REDS = 6;

    private VerdictSection() {}

    static List<Element> of(RunResult run) {
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("header")
                .add(
                        Element.of("p", "brand").text("Brownout"),
                        Element.of("p", "when").text(Wording.dayAndTime(run.begin()))));
        Element verdict = Element.of("section", "verdict " + Wording.of(run.verdict()))
                .attribute("aria-label", "Verdict")
                .add(
                        Element.of("h1").add(Badge.mark(run.verdict())).text(word(run.verdict())),
                        Element.of("p", "lead").text(lead(run)));
        if (!run.reason().isEmpty()) {
            verdict.add(Element.of("p", "why").text(Wording.plain(run.reason())));
        }
        elements.add(verdict.add(reds(run)).add(counts(run)).add(strip(run)));
        elements.add(facts(run));
        return elements;
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "Passed";
            case FAILED -> "Failed";
            case ERROR -> "Error";
            case INTERRUPTED -> "Interrupted";
        };
    }

    private static String lead(RunResult run) {
        ScenarioCounts counts = run.counts();
        List<String> parts = new ArrayList<>();
        if (counts.total() > 0) {
            if (counts.passed() == counts.total()) {
                parts.add(all(counts.total()) + " passed");
            } else {
                parts.add(Wording.format("%d of %d scenarios passed", counts.passed(), counts.total()));
            }
        } else if (!run.wear().isEmpty()) {
            WearReport wear = run.wear().getFirst();
            parts.add(WearSection.years(wear.fewestYears(), wear.mostYears()) + " of a " + wear.cardModel()
                    + " card's life, weighed");
        } else if (!run.cuts().isEmpty()) {
            parts.add(CutSection.lead(run.cuts().getFirst()));
        } else if (run.isOfScenarios()) {
            parts.add("No scenario was run");
        } else if (run.mutants().isEmpty()) {
            parts.add("The command " + run.subcommand() + " came to its end");
        }
        if (!run.mutants().isEmpty()) {
            int killed = run.mutants(MutantVerdict.KILLED);
            parts.add(Wording.format(
                    "%d of %d planted faults found", killed, run.mutants().size()));
        }
        String joined = String.join("; ", parts) + " in " + Wording.duration(run.duration()) + ".";
        return Character.toUpperCase(joined.charAt(0)) + joined.substring(1);
    }

    private static String all(int scenarios) {
        return switch (scenarios) {
            case 1 -> "The one scenario";
            case 2 -> "Both scenarios";
            default -> Wording.format("All %d scenarios", scenarios);
        };
    }

    /** Names what went red, so that a reader need not scroll to know. */
    private static Element reds(RunResult run) {
        List<ScenarioResult> reds = run.scenarios().stream()
                .filter(scenario -> ScenarioResult.red(scenario.outcome()))
                .toList();
        Element list = Element.of("ul", "reds");
        reds.stream()
                .limit(MOST_REDS)
                .forEach(scenario -> list.add(Element.of("li", Wording.of(scenario.outcome()))
                        .add(
                                Badge.mark(scenario.outcome()),
                                Element.of("a")
                                        .attribute("href", "#" + ScenarioSection.anchor(scenario))
                                        .text(Wording.shortened(Wording.plain(scenario.name()), 160)))));
        if (reds.size() > MOST_REDS) {
            list.add(Element.of("li").text("and " + (reds.size() - MOST_REDS) + " more"));
        }
        return list;
    }

    private static Element counts(RunResult run) {
        ScenarioCounts counts = run.counts();
        Element list = Element.of("ul", "counts");
        if (run.isOfScenarios()) {
            count(list, counts.passed(), "passed", "passed", "passed");
            count(list, counts.failed(), "failed", "failed", "failed");
            count(list, counts.error(), "error", "error", Wording.errors(run));
            count(list, counts.skipped(), "skipped", "skipped", "skipped");
        }
        run.cuts().forEach(cuts -> {
            long open = cuts.open()
                    + cuts.further().stream().mapToLong(CutReport.Further::open).sum();
            long all = cuts.points()
                    + cuts.further().stream()
                            .mapToLong(CutReport.Further::states)
                            .sum();
            long bad =
                    cuts.failures().stream().mapToLong(CutReport.Failure::count).sum()
                            + cuts.further().stream()
                                    .flatMap(it -> it.failures().stream())
                                    .mapToLong(CutReport.FurtherFailure::count)
                                    .sum();
            count(list, all - open, "passed", "cuts", cuts.further().isEmpty() ? "cut points judged" : "states judged");
            count(list, bad, "failed", "cuts", "bad");
            count(list, open, "skipped", "cuts", "without a verdict");
        });
        if (!run.mutants().isEmpty()) {
            int found = run.mutants(MutantVerdict.KILLED);
            int survived = run.mutants(MutantVerdict.SURVIVED);
            int falseAlarms = run.mutants(MutantVerdict.FALSE_ALARM);
            count(list, found, "passed", "mutants", found == 1 ? "planted fault found" : "planted faults found");
            count(list, survived, "failed", "mutants", "survived");
            count(list, falseAlarms, "error", "mutants", falseAlarms == 1 ? "false alarm" : "false alarms");
        }
        int retries = run.retries().size();
        count(list, retries, "interrupted", "retries", retries == 1 ? "retry" : "retries");
        return list;
    }

    private static void count(Element list, long count, String kind, String anchor, String word) {
        Element figure = count == 0 ? Element.of("span") : Element.of("a").attribute("href", "#" + anchor);
        list.add(Element.of("li", count == 0 ? "none" : kind)
                .add(figure.add(Element.of("b").text(Wording.count(count))).text(" " + word)));
    }

    /** Draws one tile a scenario, in the order they ran; each leads to its scenario. */
    private static Element strip(RunResult run) {
        Element strip = Element.of("nav", "strip").attribute("aria-label", "Scenarios in the order they ran");
        for (ScenarioResult scenario : run.scenarios()) {
            String told = Wording.of(scenario.outcome()) + ": " + scenario.name();
            strip.add(Element.of("a", Wording.of(scenario.outcome()))
                    .attribute("href", "#" + ScenarioSection.anchor(scenario))
                    .attribute("title", told)
                    .attribute("aria-label", told)
                    .add(Badge.mark(scenario.outcome())));
        }
        return run.scenarios().isEmpty() ? Element.of("div") : strip;
    }

    private static Element facts(RunResult run) {
        Element facts = Element.of("dl", "facts");
        fact(
                facts,
                "Command",
                Element.of("code").text(run.command().isEmpty() ? "(unknown)" : String.join(" ", run.command())));
        fact(
                facts,
                "Seed",
                Element.of("code")
                        .text(run.seed().isPresent() ? Long.toString(run.seed().getAsLong()) : "(unknown)"));
        fact(facts, "Took", Element.of("span").text(Wording.duration(run.duration())));
        if (!run.version().isEmpty()) {
            fact(facts, "Brownout", Element.of("span").text(run.version()));
        }
        if (!run.host().isEmpty()) {
            fact(facts, "Host", Element.of("span").text(run.host()));
        }
        if (!run.images().isEmpty()) {
            facts.add(images(run));
        }
        return facts;
    }

    private static Element images(RunResult run) {
        Element images =
                Element.of("div", "wide").add(Element.of("dt").text(run.images().size() == 1 ? "Image" : "Images"));
        run.images()
                .forEach((name, digest) -> images.add(Element.of("dd")
                        .text(Wording.plain(name) + " ")
                        .add(Element.of("code", "digest").text(digest))));
        return images;
    }

    private static void fact(Element facts, String name, Element value) {
        facts.add(Element.of("div")
                .add(Element.of("dt").text(name), Element.of("dd").add(value)));
    }
}
