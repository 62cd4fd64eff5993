package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.features.FeatureRun;
import io.brownout.features.Mutant;
import io.brownout.features.RunContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs scenarios with planted faults, each of which must turn its scenario red at the step it names. */
final class MutantTrials {
    private final RunSession session;
    private final RunContext context;
    private final int jobs;

    MutantTrials(RunSession session, RunContext context, int jobs) {
        this.session = session;
        this.context = context;
        this.jobs = jobs;
    }

    /** Tries them all, several at once, and returns when each has been judged. */
    void run(List<Mutant> mutants) {
        session.progress().expect(mutants.size());
        try (ExecutorService trials = Executors.newFixedThreadPool(jobs)) {
            List<Future<?>> pending = mutants.stream()
                    .<Future<?>>map(mutant -> trials.submit(() -> judge(mutant)))
                    .toList();
            for (Future<?> trial : pending) {
                trial.get();
            }
        } catch (ExecutionException e) {
            throw new HarnessException("a trial of a planted fault broke off: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted between planted faults", e);
        }
    }

    private void judge(Mutant mutant) {
        FeatureRun run = new FeatureRun(
                Features.in(Home.path().resolve("features").toString()),
                Optional.empty(),
                Optional.of(mutant.scenario()),
                Optional.empty(),
                1,
                session.folder().resolve("cucumber-%s.ndjson".formatted(mutant.name())));
        run.run(context.under(mutant));
        String scenario = session.tally().scenarioOf(mutant.name());
        String failed = session.tally().firstFailedStep(scenario);
        session.sink()
                .publish(new RunEvent.MutantJudged(
                        session.clock().instant(),
                        scenario,
                        mutant.name(),
                        mutant.step(),
                        failed,
                        verdict(mutant, scenario, failed)));
    }

    private MutantVerdict verdict(Mutant mutant, String scenario, String failed) {
        return switch (session.tally().outcomeOf(scenario)) {
            case PASSED -> MutantVerdict.SURVIVED;
            case FAILED -> failed.contains(mutant.step()) ? MutantVerdict.KILLED : MutantVerdict.FALSE_ALARM;
            case SKIPPED, ERROR -> MutantVerdict.FALSE_ALARM;
        };
    }
}
