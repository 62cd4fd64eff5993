package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.Runtime;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseStarted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A scenario that no planted fault can turn red proves nothing, and a fault that names no step of a scenario proves nothing either. */
class MutantsTest {
    private final Map<String, List<String>> stepsOfScenarios = stepsOfScenarios();

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

    private static Map<String, List<String>> stepsOfScenarios() {
        Steps steps = new Steps();
        RuntimeOptionsBuilder options = new RuntimeOptionsBuilder()
                .addGlue(URI.create("classpath:/io/brownout/features"))
                .setPublishQuiet(true)
                .setNoSummary()
                .setDryRun();
        featureFiles().forEach(file -> options.addFeature(FeatureWithLines.parse(file.toString())));
        Runtime.builder()
                .withRuntimeOptions(options.build())
                .withClassLoader(MutantsTest.class::getClassLoader)
                .withAdditionalPlugins(steps)
                .build()
                .run();
        return steps.ofScenarios;
    }

    private static List<Path> featureFiles() {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith(".feature")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Steps implements ConcurrentEventListener {
        private final Map<String, List<String>> ofScenarios = new TreeMap<>();

        @Override
        public void setEventPublisher(EventPublisher publisher) {
            publisher.registerHandlerFor(TestCaseStarted.class, started -> add(started.getTestCase()));
        }

        private void add(TestCase scenario) {
            ofScenarios.put(
                    scenario.getName(),
                    scenario.getTestSteps().stream()
                            .filter(PickleStepTestStep.class::isInstance)
                            .map(step -> ((PickleStepTestStep) step).getStep().getText())
                            .toList());
        }
    }
}
