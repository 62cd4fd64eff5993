package io.brownout.cli;

import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.BootBenchmark;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuInstallation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the glass card costs. */
@Command(
        name = "bench",
        description =
                "Measures a boot of the probe on raspi3b: through the glass card, against the same QEMU command on a raw file.")
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many boots of each kind, alternating (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Progress progress = Progress.onStandardError();
        try (RunSession session = RunSession.begin(common.out(), Invocation.of(spec), common.seed(), progress)) {
            Image probe = Contexts.images(progress).image(ImageName.parse("probe:1"));
            BootBenchmark.Result result = new BootBenchmark(BoardModel.RASPI3B, probe, runs)
                    .run(QemuInstallation.find(), session.folder(), progress::say);
            session.sink()
                    .publish(new RunEvent.Measured(
                            session.clock().instant(),
                            "",
                            "raspi3b",
                            "glass card against raw file, wall time to the verdict line",
                            result.pairedRatio(),
                            "times",
                            "1.2 times",
                            Map.of()));
            System.out.printf(
                    "probe on raspi3b to its verdict line, median of %d: glass card %s, raw file %s; median of the pairs' ratios: %.2f%n",
                    runs,
                    spoken(BootBenchmark.Result.median(result.onCard())),
                    spoken(BootBenchmark.Result.median(result.onRawFile())),
                    result.pairedRatio());
            return session.finish(Verdict.PASSED, "");
        }
    }

    private static String spoken(Duration time) {
        return "%.2f s".formatted(time.toMillis() / 1000.0);
    }
}
