package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantJudged;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.RunEvent.ScenarioFinished;
import io.brownout.board.RunEvent.ScenarioStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of scenarios tells what the newest run showed, and names what none did. */
class ScenariosPageTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T01:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T01:00:00Z");

    private final FeatureCatalog catalog =
            new FeatureCatalog(List.of(scenario("It boots", 3), scenario("It updates", 9)));
    private final List<Mutant> mutants = List.of(
            Mutant.planted("no-kernel", "No kernel", "It boots", "it is up"),
            Mutant.planted("no-init", "No init", "It boots", "it is up"),
            Mutant.planted("no-update", "No update", "It updates", "it is new"));

    @Test
    void the_newest_run_counts_whatever_the_order() {
        assertThat(page(List.of(run(TUESDAY, "", Outcome.PASSED), run(MONDAY, "", Outcome.FAILED))))
                .contains("Of 2 scenarios 1 were last seen to pass")
                .contains("| It boots | power_on.feature | passed 2026-11-24 | 1 min 5 s | 2 | 0 | ");
        assertThat(page(List.of(run(MONDAY, "", Outcome.PASSED), run(TUESDAY, "", Outcome.FAILED))))
                .contains("Of 2 scenarios 0 were last seen to pass")
                .contains("failed 2026-11-24");
    }

    @Test
    void a_fault_bears_the_date_of_its_verdict_and_none_if_there_is_none() {
        assertThat(page(List.of(
                        judged(MONDAY, "no-kernel", MutantVerdict.SURVIVED),
                        judged(TUESDAY, "no-kernel", MutantVerdict.KILLED))))
                .contains("of 3 planted faults 1 were last seen")
                .contains("no-kernel (2026-11-24), no-init |");
        assertThat(page(List.of(judged(MONDAY, "no-init", MutantVerdict.SURVIVED))))
                .contains("no-kernel, no-init (survived 2026-11-23) |");
    }

    @Test
    void a_run_with_a_planted_fault_says_nothing_of_its_scenario() {
        assertThat(page(List.of(judged(TUESDAY, "no-kernel", MutantVerdict.KILLED))))
                .contains("| It boots | power_on.feature | not seen |")
                .contains("| It updates | power_on.feature | not seen |");
    }

    @Test
    void a_scenario_that_has_not_ended_was_not_seen() {
        List<RunEvent> killed = run(TUESDAY, "", Outcome.PASSED).subList(0, 2);
        assertThat(page(List.of(killed))).contains("| It boots | power_on.feature | not seen |");
    }

    private String page(List<List<RunEvent>> runs) {
        return ScenariosPage.of(catalog, mutants, runs).text();
    }

    private static FeatureCatalog.Scenario scenario(String name, int line) {
        return new FeatureCatalog.Scenario(name, "power_on.feature", line, List.of(), List.of());
    }

    private static List<RunEvent> run(Instant at, String mutant, Outcome outcome) {
        String id = "power_on.feature:3" + mutant;
        return List.of(
                new ScenarioStarted(at, id, "It boots", "Power on", "features/power_on.feature:3", List.of(), mutant),
                new PowerChanged(at, id, "device", PowerChange.ON, 1, ""),
                new PowerChanged(at, id, "device", PowerChange.REBOOT, 2, ""),
                new ScenarioFinished(at, id, outcome, Duration.ofSeconds(65), ""));
    }

    private static List<RunEvent> judged(Instant at, String mutant, MutantVerdict verdict) {
        List<RunEvent> events = new ArrayList<>(run(at, mutant, Outcome.FAILED));
        events.add(new MutantJudged(at, "power_on.feature:3" + mutant, mutant, "it is up", "it is up", verdict));
        return events;
    }
}
