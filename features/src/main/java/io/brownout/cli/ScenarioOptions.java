package io.brownout.cli;

import io.brownout.features.FeatureRun;
import io.brownout.features.StepJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenarios to run, and how. */
final class ScenarioOptions {
    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Parameters(
            paramLabel = "FEATURE",
            arity = "0..*",
            description = "Feature files or folders, FILE:LINE for one scenario (default: all of Brownout's own).")
    private List<String> features = List.of();

    @Option(
            names = {"-t", "--tags"},
            paramLabel = "EXPRESSION",
            description =
                    "Only scenarios whose tags satisfy this, for example: \"@virtual and not @fast\" (default: not @nightly, unless a line is named).")
    private @Nullable String tags;

    /** Scenarios that take many minutes: run when they are asked for, by a tag expression or by their line. */
    private static final String USUAL = "not @nightly";

    BoardOptions boards() {
        return boards;
    }

    /** Makes the run of them, with steps of the user's own if there are any. */
    FeatureRun run(Path messages, Optional<StepJar> steps) {
        List<String> chosen =
                features.isEmpty() ? List.of(Home.path().resolve("features").toString()) : features;
        chosen.forEach(Features::check);
        return new FeatureRun(ownFeatures(chosen), tagsFor(chosen), Optional.empty(), steps, boards.jobs(), messages);
    }

    private Optional<String> tagsFor(List<String> chosen) {
        boolean byLine = chosen.stream().allMatch(feature -> feature.matches(".*:\\d+"));
        return Optional.ofNullable(tags).or(() -> byLine ? Optional.empty() : Optional.of(USUAL));
    }

    /** Cucumber would also walk into the build's output below the features folder: name the files. */
    private static List<String> ownFeatures(List<String> chosen) {
        return chosen.stream().flatMap(feature -> Features.in(feature).stream()).toList();
    }
}
