package io.brownout.reports;

import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.StepFinished;
import io.brownout.board.Verdict;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The run for whatever reads JUnit's XML, {@code report/junit.xml}: one suite a feature, one more for the planted faults, in the shape that Jenkins and Surefire agree on.
 *
 * <p>A run that is not passed never looks green here: if no case of its own says why, one named {@code the run} does.
 */
public final class JunitXml {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_MESSAGE = 500;

    private JunitXml() {}

    /** Returns the content of the file. */
    public static String of(RunResult run) {
        List<Element> suites = new ArrayList<>();
        run.scenarios().stream()
                .collect(Collectors.groupingBy(ScenarioResult::feature, LinkedHashMap::new, Collectors.toList()))
                .forEach((feature, scenarios) -> suites.add(suite(
                        run,
                        feature,
                        scenarios.stream().map(JunitXml::scenarioCase).toList(),
                        total(scenarios))));
        if (!run.mutants().isEmpty()) {
            suites.add(suite(
                    run,
                    "planted faults",
                    run.mutants().stream()
                            .map(judged -> mutantCase(run, judged))
                            .toList(),
                    total(run.underMutants())));
        }
        if (run.verdict() != Verdict.PASSED && suites.stream().noneMatch(JunitXml::red)) {
            suites.add(suite(run, "the run", List.of(runCase(run)), run.duration()));
        }
        Element root = Element.of("testsuites").attribute("name", "brownout " + run.subcommand());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + counted(root, suites, run.duration()).addAll(suites) + "\n";
    }

    private static Element suite(RunResult run, String name, List<Element> cases, Duration time) {
        Element suite = Element.of("testsuite")
                .attribute("name", name.isEmpty() ? "(no feature)" : name)
                .add(properties(run))
                .addAll(cases);
        return counted(suite, List.of(suite), time)
                .attribute("skipped", cases(List.of(suite), testCase -> testCase.has("skipped")))
                .attribute("timestamp", TIMESTAMP.format(run.begin().truncatedTo(ChronoUnit.SECONDS)));
    }

    private static Element counted(Element element, List<Element> suites, Duration time) {
        return element.attribute("tests", cases(suites, _ -> true))
                .attribute("failures", cases(suites, testCase -> testCase.has("failure")))
                .attribute("errors", cases(suites, testCase -> testCase.has("error")))
                .attribute("time", seconds(time));
    }

    private static int cases(List<Element> suites, Predicate<Element> which) {
        return (int) suites.stream()
                .flatMap(suite -> suite.children("testcase").stream())
                .filter(which)
                .count();
    }

    private static boolean red(Element suite) {
        return suite.children("testcase").stream()
                .anyMatch(testCase -> testCase.has("failure") || testCase.has("error"));
    }

    private static Element properties(RunResult run) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("command", String.join(" ", run.command()));
        run.seed().ifPresent(seed -> values.put("seed", Long.toString(seed)));
        values.put("version", run.version());
        values.put("host", run.host());
        run.images().forEach((name, digest) -> values.put("image." + name, digest));
        values.put("retries", Integer.toString(run.retries().size()));
        Element properties = Element.of("properties");
        values.forEach((name, value) ->
                properties.add(Element.of("property").attribute("name", name).attribute("value", value)));
        return properties;
    }

    private static Element scenarioCase(ScenarioResult scenario) {
        Element testCase = testCase(scenario.feature(), scenario.name(), scenario.duration());
        String detail = scenario.redStep().map(StepFinished::detail).orElse("");
        switch (scenario.outcome()) {
            case PASSED -> {}
            case FAILED -> testCase.add(verdict("failure", "failed", scenario.reason(), detail));
            case ERROR -> testCase.add(verdict("error", "harness", scenario.reason(), detail));
            case SKIPPED -> testCase.add(Element.of("skipped").attribute("message", message(scenario.reason())));
        }
        return testCase.add(Element.of("system-out").text(told(scenario)));
    }

    private static Element mutantCase(RunResult run, MutantJudged judged) {
        String name = MutantsJson.scenarioName(run.underMutants(), judged);
        Duration time = run.underMutants().stream()
                .filter(scenario -> scenario.id().equals(judged.scenario()))
                .map(ScenarioResult::duration)
                .findFirst()
                .orElse(Duration.ZERO);
        Element testCase = testCase("planted faults", judged.mutant() + ": " + name, time);
        String expected = "must turn red the step with \"" + judged.expectedStep() + "\"";
        return switch (judged.verdict()) {
            case KILLED -> testCase;
            case SURVIVED -> testCase.add(verdict("failure", "survived", expected + ", but nothing went red", ""));
            case FALSE_ALARM ->
                testCase.add(verdict(
                        "failure", "false alarm", expected + ", but red went \"" + judged.failedStep() + "\"", ""));
        };
    }

    private static Element runCase(RunResult run) {
        String kind = run.verdict() == Verdict.FAILED ? "failure" : "error";
        String reason = run.reason().isEmpty() ? "the run " + Wording.of(run.verdict()) : run.reason();
        return testCase("the run", "the run", run.duration()).add(verdict(kind, Wording.of(run.verdict()), reason, ""));
    }

    private static Element testCase(String suite, String name, Duration time) {
        return Element.of("testcase")
                .attribute("classname", suite.isEmpty() ? "(no feature)" : suite)
                .attribute("name", name)
                .attribute("time", seconds(time));
    }

    private static Element verdict(String kind, String type, String message, String detail) {
        return Element.of(kind)
                .attribute("message", message(message))
                .attribute("type", type)
                .text(Wording.plain(detail));
    }

    private static String message(String reason) {
        return Wording.shortened(Wording.plain(reason), LONGEST_MESSAGE);
    }

    private static String told(ScenarioResult scenario) {
        StringBuilder lines = new StringBuilder(scenario.location()).append('\n');
        scenario.steps()
                .forEach(step -> lines.append("%-7s %s (%s)\n"
                        .formatted(Wording.of(step.outcome()), step.step(), Wording.duration(step.duration()))));
        return lines.toString();
    }

    private static Duration total(List<ScenarioResult> scenarios) {
        return scenarios.stream().map(ScenarioResult::duration).reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
