package io.brownout.features;

import io.brownout.board.UsageException;
import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.Runtime;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.TestCaseStarted;
import io.cucumber.tagexpressions.TagExpressionException;
import io.cucumber.tagexpressions.TagExpressionParser;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * One run of feature files with Cucumber.
 *
 * @param features feature files or folders, each perhaps with {@code :LINE} behind it
 * @param tags a Cucumber tag expression that scenarios must satisfy
 * @param names the exact name that scenarios must have
 * @param steps steps of the user's own, beside ours
 * @param threads how many scenarios run at once
 * @param messages where Cucumber's own message stream goes
 */
public record FeatureRun(
        List<String> features,
        Optional<String> tags,
        Optional<String> names,
        Optional<StepJar> steps,
        int threads,
        Path messages) {
    /** Copies the list. */
    public FeatureRun {
        features = List.copyOf(features);
    }

    private ClassLoader classes() {
        return steps.map(StepJar::classes).orElseGet(FeatureRun.class::getClassLoader);
    }

    /** Runs the scenarios and returns when all have ended. What happened is in the events of the context's sink. */
    public void run(RunContext context) {
        Runtime.builder()
                .withRuntimeOptions(options()
                        .addPluginName("message:" + messages)
                        .setThreads(threads)
                        .build())
                .withClassLoader(this::classes)
                .withObjectFactorySupplier(ScenarioObjects.supplier(context))
                .withAdditionalPlugins(new ScenarioEvents(context))
                .build()
                .run();
    }

    /** Counts the scenarios that would be run. */
    public int count() {
        ScenarioCount count = new ScenarioCount();
        Runtime.builder()
                .withRuntimeOptions(options().setDryRun().build())
                .withClassLoader(this::classes)
                .withAdditionalPlugins(count)
                .build()
                .run();
        return count.scenarios();
    }

    private static final class ScenarioCount implements ConcurrentEventListener {
        private final AtomicInteger scenarios = new AtomicInteger();

        @Override
        public void setEventPublisher(EventPublisher publisher) {
            publisher.registerHandlerFor(TestCaseStarted.class, started -> scenarios.incrementAndGet());
        }

        int scenarios() {
            return scenarios.get();
        }
    }

    private RuntimeOptionsBuilder options() {
        RuntimeOptionsBuilder options = new RuntimeOptionsBuilder()
                .addGlue(URI.create("classpath:/io/brownout/features"))
                .setPublishQuiet(true)
                .setMonochrome()
                .setNoSummary();
        steps.stream().flatMap(it -> it.glue().stream()).forEach(options::addGlue);
        for (String feature : features) {
            options.addFeature(FeatureWithLines.parse(feature));
        }
        tags.ifPresent(expression -> options.addTagFilter(parsed(expression)));
        names.ifPresent(name -> options.addNameFilter(Pattern.compile("^" + Pattern.quote(name) + "$")));
        return options;
    }

    private static io.cucumber.tagexpressions.Expression parsed(String expression) {
        try {
            return TagExpressionParser.parse(expression);
        } catch (TagExpressionException e) {
            throw new UsageException(
                    "the tag expression %s cannot be read: %s".formatted(expression, e.getMessage()), e);
        }
    }
}
