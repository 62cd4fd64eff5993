package io.brownout.cli;

import io.brownout.features.FeatureRun;
import io.brownout.features.StepJar;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs scenarios. */
@Command(name = "run", description = "Runs the features on emulated boards and says where the report is.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Option(
            names = "--steps",
            paramLabel = "JAR",
            description = "A jar with step classes of your own, which may ask for the device under test.")
    private @Nullable Path steps;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (StepJar own = steps == null ? null : StepJar.open(steps)) {
            return Recorded.run(common, spec, session -> {
                FeatureRun run = scenarios.run(session.folder().resolve("cucumber.ndjson"), Optional.ofNullable(own));
                session.progress().expect(run.count());
                run.run(Contexts.of(session, common, scenarios.boards()));
                return session.finish();
            });
        }
    }
}
