package io.brownout.cli;

import io.brownout.board.Verdict;
import io.brownout.features.FeatureRun;
import io.brownout.features.Mutant;
import io.brownout.features.Mutants;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateMutant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs every automated test. */
@Command(
        name = "test",
        description =
                "Runs every automated test: the build's unit and contract tests, the features on emulated boards, the planted faults whose scenarios are quick, and every power cut of a small update.")
final class TestCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Recorded.run(common, spec, session -> {
            UnitTests units = new UnitTests(Home.path(), session);
            String unitResult = units.run();
            RunContext context = Contexts.of(session, common, scenarios.boards());
            FeatureRun features = scenarios.run(session.folder().resolve("cucumber.ndjson"), Optional.empty());
            session.progress().expect(features.count());
            features.run(context);
            new MutantTrials(session, context, scenarios.boards().jobs()).run(fastMutants());
            new ExplorerMutants(
                            session,
                            context,
                            new MutantExploration(
                                    scenarios.boards().jobs(), false, common.seed(), session.progress()::say))
                    .run(ExplorerMutants.ofRecipes().stream()
                            .filter(UpdateMutant::fast)
                            .toList());
            return finish(session, units, unitResult);
        });
    }

    private static List<Mutant> fastMutants() {
        return Mutants.all().stream().filter(Mutant::fast).toList();
    }

    private static int finish(RunSession session, UnitTests units, String unitResult) {
        int exitCode = units.passed()
                ? session.finish()
                : session.finish(Verdict.FAILED, "unit and contract tests: " + unitResult);
        System.out.println("unit and contract tests: " + unitResult);
        return exitCode;
    }
}
