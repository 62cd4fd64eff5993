package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.DeviceExaminer;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.HostExaminer;
import io.brownout.explorer.Life;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateRecording;
import io.brownout.qemu.ImageName;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cuts the power of a device at every write of an update. */
@Command(
        name = "cut",
        description =
                "Records one update on raspi3b and says what becomes of the device for every point at which its power could have gone, first failures first. A boot is run for each class of points that the device cannot tell apart.")
final class CutCommand implements Callable<Integer> {
    private static final String BOARD =
            "raspi3b"; // The one whose virtual clock is exact, without which a boot says nothing about its class.

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Option(
            names = "--budget",
            paramLabel = "MINUTES",
            description =
                    "Explore no longer than this; what has no verdict then is counted (default: until every point has one).")
    private long budget = Duration.ofDays(30).toMinutes();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "IMAGE",
            description = "What the device runs, for example resinos:2.0.0+rev1.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "IMAGE", description = "What it is updated to.")
    private String to = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ImageName old = ImageName.parse(from);
        ImageName next = ImageName.parse(to);
        if (!boards.board().orElse(BOARD).equals(BOARD)) {
            throw new UsageException(
                    "an exploration needs a board that does the same each time, which only %s does; leave --board away"
                            .formatted(BOARD));
        }
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            RunContext context = Contexts.of(session, common, boards);
            long begun = System.nanoTime();
            UpdateRecording recording = UpdateRecording.make(context, BOARD, old, next);
            Duration recorded = since(begun);
            return explored(session, recording, recorded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while exploring", e);
        }
    }

    private int explored(RunSession session, UpdateRecording recording, Duration recorded) throws InterruptedException {
        CutPoints points = recording.points();
        session.progress().say("recorded an update with %,d cut points".formatted(points.count()));
        long begun = System.nanoTime();
        Deadline deadline = Deadline.in(Duration.ofMinutes(budget));
        ExplorationResult<String> losses = new Exploration<>(
                        points,
                        new HostExaminer<>(points.history(), recording::lostUserFiles),
                        new ExplorationListener<String>() {})
                .run(boards.jobs(), common.seed(), deadline);
        session.progress()
                .say("the user's files are judged at %,d points, by %,d readings"
                        .formatted(losses.covered(), losses.classes().size() + losses.audits()));
        CutProgress progress = new CutProgress(session.progress());
        ExplorationResult<Life> lives = new Exploration<>(
                        points, new DeviceExaminer(points.history(), recording.trial()), progress)
                .run(boards.jobs(), common.seed(), deadline);
        CutFindings findings = CutFindings.of(lives, losses);
        Duration exploring = since(begun);
        int boots = lives.classes().size() + lives.audits();
        Duration boot = boots == 0
                ? Duration.ZERO
                : exploring.multipliedBy(boards.jobs()).dividedBy(boots);
        new CutJson(findings, lives, new CutJson.Times(recorded, exploring, boot)).writeTo(session.folder());
        CutProgress.tell(findings, lives, exploring);
        return session.finish(findings.failures().isEmpty() ? Verdict.PASSED : Verdict.FAILED, reason(findings));
    }

    private static String reason(CutFindings findings) {
        return findings.open() == 0
                ? ""
                : "%,d of %,d cut points have no verdict, since the time was over"
                        .formatted(findings.open(), findings.points().count());
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
