package io.brownout.cli;

import io.brownout.features.FeatureRun;
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
        return Recorded.run(common, spec, session -> {
            FeatureRun run = scenarios.run(session.folder().resolve("cucumber.ndjson"));
            session.progress().expect(run.count());
            run.run(Contexts.of(session, common, scenarios.boards()));
            return session.finish();
        });
    }
}
