package io.brownout.cli;

import io.brownout.bench.Comparison;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.BootBenchmark;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuInstallation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a boot. */
@Command(
        name = "boot",
        description =
                "Measures a boot of the probe on raspi3b: through the glass card, against the same QEMU command on a raw file.")
final class BenchBootCommand implements Callable<Integer> {
    /** At most 1.10 times the raw file's time. */
    private static final double GOAL = 1 / 1.10;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many boots of each kind, alternating (default: ${DEFAULT-VALUE}).")
    private int runs = 7;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Numbers.atLeastOne("--runs", runs);
        Progress progress = Progress.onStandardError();
        return Recorded.run(common, spec, progress, session -> {
            BenchReport report = BenchReport.begin(session, options);
            Image probe = Contexts.images(progress).image(ImageName.parse("probe:1"));
            BootBenchmark.Result result = new BootBenchmark(BoardModel.RASPI3B, probe, runs)
                    .run(QemuInstallation.find(), session.folder(), progress::say);
            Comparison comparison = Comparison.ofTimes(
                    "boot of the probe on raspi3b",
                    "glass card",
                    result.onCard(),
                    "raw file",
                    result.onRawFile(),
                    GOAL);
            return report.finish(
                    List.of(comparison),
                    "power-on to the verdict line, virtual clock, %d boots of each, in turns".formatted(runs));
        });
    }
}
