package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A scenario that no planted fault can turn red proves nothing, and a fault that names no step of a scenario proves nothing either. */
class MutantsTest {
    private final Map<String, List<String>> stepsOfScenarios =
            FeatureCatalog.of(PagesTest.featureFiles()).scenarios().stream()
                    .collect(Collectors.toMap(
                            FeatureCatalog.Scenario::name,
                            scenario -> scenario.steps().stream()
                                    .map(FeatureCatalog.Step::text)
                                    .toList()));

    @Test
    void every_scenario_has_a_planted_fault() {
        assertThat(stepsOfScenarios).isNotEmpty();
        assertThat(stepsOfScenarios.keySet())
                .isSubsetOf(Mutants.all().stream().map(Mutant::scenario).toList());
    }

    @Test
    void every_planted_fault_names_a_step_of_a_scenario() {
        assertThat(Mutants.all())
                .allSatisfy(mutant -> assertThat(stepsOfScenarios.getOrDefault(mutant.scenario(), List.of()))
                        .as("the steps of \"%s\", which %s should turn red", mutant.scenario(), mutant.name())
                        .anyMatch(step -> step.contains(mutant.step())));
    }

    @Test
    void no_two_planted_faults_have_one_name() {
        assertThat(Mutants.all()).extracting(Mutant::name).doesNotHaveDuplicates();
    }
}
