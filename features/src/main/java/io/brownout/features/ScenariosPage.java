package io.brownout.features;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantVerdict;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The page {@code docs/scenarios.md}: every scenario there is, each fault that must turn it red, and when runs have last seen the one pass and the other be found. What no run has shown says so.
 *
 * @param catalog of the feature files
 * @param mutants all faults that can be planted
 * @param seen what runs showed, in any order
 */
public record ScenariosPage(FeatureCatalog catalog, List<Mutant> mutants, List<SeenScenario> seen) {
    /** Copies the lists. */
    public ScenariosPage {
        mutants = List.copyOf(mutants);
        seen = List.copyOf(seen);
    }

    /** Returns the page for what these runs showed, each the events of one run. */
    public static ScenariosPage of(FeatureCatalog catalog, List<Mutant> mutants, List<List<RunEvent>> runs) {
        return new ScenariosPage(
                catalog,
                mutants,
                runs.stream().flatMap(run -> SeenScenario.in(run).stream()).toList());
    }

    /** Returns the page. */
    public String text() {
        long passed = catalog.scenarios().stream()
                .filter(scenario ->
                        lastOf(scenario).filter(ScenariosPage::passed).isPresent())
                .count();
        long killed = mutants.stream()
                .filter(mutant -> verdict(mutant)
                        .filter(it -> it.verdict() == MutantVerdict.KILLED)
                        .isPresent())
                .count();
        return """
                # Scenarios

                Written by `./brownout scenarios RUN...` from the runs that it is given; two processors without KVM. The newest run counts. Of %d scenarios %d were last seen to pass, and of %d planted faults %d were last seen to turn theirs red at
                the step that they name. A fault without a date was in none of these runs. Wall time includes waiting for whatever ran beside it.

                | scenario | feature | last seen | wall time | boots | sectors written | clock | board | planted faults that turn it red |
                |---|---|---|---|---|---|---|---|---|
                %s
                """.formatted(
                        catalog.scenarios().size(),
                        passed,
                        mutants.size(),
                        killed,
                        catalog.scenarios().stream().map(this::row).collect(Collectors.joining("\n")));
    }

    private String row(FeatureCatalog.Scenario scenario) {
        String name = "| %s | %s%s | "
                .formatted(scenario.name(), scenario.file(), scenario.tags().contains("@nightly") ? ", nightly" : "");
        String figures = lastOf(scenario)
                .map(it -> "%s %s | %s | %d | %,d | %s | %s"
                        .formatted(
                                it.end().outcome().name().toLowerCase(Locale.ROOT),
                                date(it.end()),
                                spoken(it.end().duration()),
                                it.boots(),
                                it.writes(),
                                it.clock()
                                        .map(clock -> clock.name().toLowerCase(Locale.ROOT))
                                        .orElse(""),
                                it.board().map(RunEvent.BoardReady::model).orElse("")))
                .orElse("not seen | | | | |");
        return name + figures + " | " + faults(scenario) + " |";
    }

    private String faults(FeatureCatalog.Scenario scenario) {
        return mutants.stream()
                .filter(mutant -> mutant.scenario().equals(scenario.name()))
                .map(mutant -> mutant.name()
                        + verdict(mutant)
                                .map(it -> " (%s%s)".formatted(words(it.verdict()), date(it)))
                                .orElse(""))
                .collect(Collectors.joining(", "));
    }

    private Optional<SeenScenario> lastOf(FeatureCatalog.Scenario scenario) {
        return last(it -> it.isOrdinary() && it.start().name().equals(scenario.name()));
    }

    private Optional<RunEvent.MutantJudged> verdict(Mutant mutant) {
        return last(it ->
                        it.start().mutant().equals(mutant.name()) && it.judged().isPresent())
                .flatMap(SeenScenario::judged);
    }

    private Optional<SeenScenario> last(Predicate<SeenScenario> wanted) {
        return seen.stream()
                .filter(wanted)
                .max(Comparator.comparing(it -> it.end().at()));
    }

    private static boolean passed(SeenScenario it) {
        return it.end().outcome() == Outcome.PASSED;
    }

    /** What is as it should be needs no word. */
    private static String words(MutantVerdict verdict) {
        return switch (verdict) {
            case KILLED -> "";
            case SURVIVED -> "survived ";
            case FALSE_ALARM -> "red elsewhere ";
        };
    }

    private static String date(RunEvent event) {
        return event.at().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String spoken(Duration time) {
        return time.toMinutes() == 0
                ? "%d s".formatted(time.toSeconds())
                : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
