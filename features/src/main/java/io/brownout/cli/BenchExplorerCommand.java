package io.brownout.cli;

import io.brownout.bench.Comparison;
import io.brownout.board.CutReport;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.card.StateId;
import io.brownout.explorer.CutPoints;
import io.brownout.features.DeviceTrial;
import io.brownout.features.UpdateRecording;
import io.brownout.qemu.ImageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an exploration. */
@Command(
        name = "explorer",
        description =
                "Explores every power cut of an update, and compares the time with what a boot from power-on for each cut point would take: some such boots are made and timed, one at a time.")
final class BenchExplorerCommand implements Callable<Integer> {
    private static final String BOARD = "raspi3b";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--from", paramLabel = "IMAGE", description = "What the device runs (default: ${DEFAULT-VALUE}).")
    private String from = "duo:1";

    @Option(names = "--to", paramLabel = "IMAGE", description = "What it is updated to (default: ${DEFAULT-VALUE}).")
    private String to = "duo:2";

    @Option(
            names = "--boots",
            paramLabel = "N",
            description = "How many boots of random cut points are timed (default: ${DEFAULT-VALUE}).")
    private int boots = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Numbers.atLeastOne("--boots", boots);
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            BenchReport report = BenchReport.begin(session, options);
            Stopwatch recording = Stopwatch.start();
            UpdateRecording recorded = UpdateRecording.make(
                    Contexts.of(session, common, boards), BOARD, ImageName.parse(from), ImageName.parse(to));
            CutRun.Plan plan = CutRun.Plan.of(boards.jobs(), Shard.WHOLE, recording.elapsed());
            CutReport cuts = new CutRun(session, recorded, List.of(), plan).judge();
            Duration each = median(timed(recorded));
            return report.finish(
                    List.of(Comparison.ofTimes(
                            "every one of %,d cut points of %s to %s".formatted(cuts.points(), from, to),
                            "exploration, %d at once".formatted(boards.jobs()),
                            List.of(Duration.ofMillis(
                                    (long) (1000 * cuts.times().exploring()))),
                            "a boot of %.1f s for each, %d at once".formatted(each.toMillis() / 1000.0, boards.jobs()),
                            List.of(each.multipliedBy(cuts.points()).dividedBy(boards.jobs())),
                            0)),
                    "one exploration without its recording; %d boots of random cut points from power-on, one at a time, their median for every cut point"
                            .formatted(boots));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while exploring", e);
        }
    }

    private List<Duration> timed(UpdateRecording recorded) throws InterruptedException {
        CutPoints points = recorded.points();
        SplittableRandom random = new SplittableRandom(common.seed());
        List<Duration> times = new ArrayList<>();
        try (DeviceTrial trial = recorded.trial()) {
            for (int boot = 0; boot < boots; boot++) {
                StateId state = points.state(random.nextInt(points.count()));
                try (Card card =
                        Card.at(points.history(), state).name(state.toString()).build()) {
                    Stopwatch watch = Stopwatch.start();
                    trial.run(card, state);
                    times.add(watch.elapsed());
                }
            }
        }
        return times;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
