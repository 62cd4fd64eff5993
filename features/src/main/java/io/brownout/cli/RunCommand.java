package io.brownout.cli;

import io.brownout.features.FeatureRun;
import io.brownout.features.RunContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs scenarios. */
@Command(name = "run", description = "Runs the features on emulated boards and says where the report is.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            FeatureRun run = scenarios.run(session.folder().resolve("cucumber.ndjson"));
            session.progress().expect(run.count());
            RunContext context = Contexts.of(session, common, scenarios.boards());
            run.run(context);
            return session.finish();
        }
    }
}
