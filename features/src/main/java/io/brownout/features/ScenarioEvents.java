package io.brownout.features;

import io.brownout.board.BrownoutException;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.HookTestStep;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.Status;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import io.cucumber.plugin.event.TestCaseStarted;
import io.cucumber.plugin.event.TestSourceParsed;
import io.cucumber.plugin.event.TestStep;
import io.cucumber.plugin.event.TestStepFinished;
import io.cucumber.plugin.event.TestStepStarted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Turns what Cucumber tells its plugins into events of the run. */
final class ScenarioEvents implements ConcurrentEventListener {
    private final RunContext context;
    private final Map<URI, String> features = new ConcurrentHashMap<>();

    ScenarioEvents(RunContext context) {
        this.context = context;
    }

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(TestSourceParsed.class, this::parsed);
        publisher.registerHandlerFor(TestCaseStarted.class, this::started);
        publisher.registerHandlerFor(TestStepStarted.class, this::stepStarted);
        publisher.registerHandlerFor(TestStepFinished.class, this::stepFinished);
        publisher.registerHandlerFor(TestCaseFinished.class, this::finished);
    }

    /** Returns the identity of a scenario within a run: its file and line, and the planted fault if there is one. */
    static String identity(RunContext context, URI feature, int line) {
        String file = Path.of(feature.getSchemeSpecificPart()).getFileName().toString();
        return file + ":" + line
                + context.mutant().map(mutant -> "+" + mutant.name()).orElse("");
    }

    private String identity(TestCase scenario) {
        return identity(context, scenario.getUri(), scenario.getLocation().getLine());
    }

    private void started(TestCaseStarted event) {
        TestCase scenario = event.getTestCase();
        context.sink()
                .publish(new RunEvent.ScenarioStarted(
                        event.getInstant(),
                        identity(scenario),
                        scenario.getName(),
                        features.getOrDefault(scenario.getUri(), ""),
                        "features/" + identity(scenario).replaceFirst("\\+.*", ""),
                        scenario.getTags(),
                        context.mutant().map(Mutant::name).orElse("")));
    }

    private void parsed(TestSourceParsed event) {
        event.getNodes().stream()
                .flatMap(node -> node.getName().stream())
                .findFirst()
                .ifPresent(name -> features.put(event.getUri(), name));
    }

    private void stepStarted(TestStepStarted event) {
        if (event.getTestStep() instanceof PickleStepTestStep step) {
            context.stepNotes().begins(identity(event.getTestCase()), text(step));
        }
    }

    private static String text(PickleStepTestStep step) {
        return step.getStep().getKeyword() + step.getStep().getText();
    }

    private void stepFinished(TestStepFinished event) {
        Result result = event.getResult();
        TestStep step = event.getTestStep();
        if (step instanceof HookTestStep && result.getStatus() != Status.FAILED) {
            return;
        }
        String text = step instanceof PickleStepTestStep pickle ? text(pickle) : "(after the last step)";
        context.sink()
                .publish(new RunEvent.StepFinished(
                        event.getInstant(),
                        identity(event.getTestCase()),
                        text,
                        outcome(result),
                        result.getDuration(),
                        detail(result.getError())));
    }

    private void finished(TestCaseFinished event) {
        Result result = event.getResult();
        Throwable error = result.getError();
        String reason = error != null
                ? firstLine(error)
                : outcome(result) == Outcome.PASSED ? "" : result.getStatus() + " step";
        context.sink()
                .publish(new RunEvent.ScenarioFinished(
                        event.getInstant(),
                        identity(event.getTestCase()),
                        outcome(result),
                        result.getDuration(),
                        reason));
    }

    private static String firstLine(Throwable error) {
        String message = error.getMessage();
        return message == null
                ? error.toString()
                : message.strip().lines().findFirst().orElse(error.toString());
    }

    /** A step that failed because the harness could not do its work, or that nobody has defined, says nothing about the device. */
    static Outcome outcome(Result result) {
        return switch (result.getStatus()) {
            case PASSED -> Outcome.PASSED;
            case SKIPPED -> Outcome.SKIPPED;
            case FAILED -> result.getError() instanceof AssertionError ? Outcome.FAILED : Outcome.ERROR;
            case PENDING, UNDEFINED, AMBIGUOUS, UNUSED -> Outcome.ERROR;
        };
    }

    private static String detail(@Nullable Throwable error) {
        if (error == null) {
            return "";
        }
        if (error instanceof BrownoutException || error instanceof AssertionError) {
            return String.valueOf(error.getMessage());
        }
        StringWriter stack = new StringWriter();
        error.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }
}
