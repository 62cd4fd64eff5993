package io.brownout.features;

import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.Runtime;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseStarted;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What feature files hold, read without running anything; an example of an outline is a scenario.
 *
 * @param scenarios in the order of the files' names and of their lines
 */
public record FeatureCatalog(List<Scenario> scenarios) {
    /**
     * A scenario.
     *
     * @param file the name of its feature file
     * @param line where it, or its example, stands
     * @param tags with their {@code @}, those of its feature too
     * @param steps those of its background first
     */
    public record Scenario(String name, String file, int line, List<String> tags, List<Step> steps) {
        /** Copies the lists. */
        public Scenario {
            tags = List.copyOf(tags);
            steps = List.copyOf(steps);
        }

        /** Returns the values of tags like {@code @case:os/fsck} for the key {@code case}. */
        List<String> values(String key) {
            String prefix = "@" + key + ":";
            return tags.stream()
                    .filter(tag -> tag.startsWith(prefix))
                    .map(tag -> tag.substring(prefix.length()))
                    .toList();
        }
    }

    /**
     * A step of a scenario.
     *
     * @param text without its keyword
     * @param pattern the expression of the step definition that runs it; empty if there is none
     */
    public record Step(String text, Optional<String> pattern) {}

    /** Copies the list. */
    public FeatureCatalog {
        scenarios = List.copyOf(scenarios);
    }

    /** Reads feature files. */
    public static FeatureCatalog of(List<Path> files) {
        RuntimeOptionsBuilder options = new RuntimeOptionsBuilder()
                .addGlue(URI.create("classpath:/io/brownout/features"))
                .setPublishQuiet(true)
                .setNoSummary()
                .setDryRun();
        files.forEach(file -> options.addFeature(FeatureWithLines.parse(file.toString())));
        Reader reader = new Reader();
        Runtime.builder()
                .withRuntimeOptions(options.build())
                .withClassLoader(FeatureCatalog.class::getClassLoader)
                .withAdditionalPlugins(reader)
                .build()
                .run();
        return new FeatureCatalog(reader.sorted());
    }

    private static final class Reader implements ConcurrentEventListener {
        private final List<Scenario> found = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void setEventPublisher(EventPublisher publisher) {
            publisher.registerHandlerFor(TestCaseStarted.class, started -> found.add(scenario(started.getTestCase())));
        }

        private static Scenario scenario(TestCase read) {
            return new Scenario(
                    read.getName(),
                    Path.of(read.getUri().getSchemeSpecificPart()).getFileName().toString(),
                    read.getLocation().getLine(),
                    read.getTags(),
                    read.getTestSteps().stream()
                            .filter(PickleStepTestStep.class::isInstance)
                            .map(PickleStepTestStep.class::cast)
                            .map(step -> new Step(step.getStep().getText(), Optional.ofNullable(step.getPattern())))
                            .toList());
        }

        private List<Scenario> sorted() {
            return found.stream()
                    .sorted(Comparator.comparing(Scenario::file).thenComparingInt(Scenario::line))
                    .toList();
        }
    }
}
