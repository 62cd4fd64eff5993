package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.HarnessException;
import io.brownout.board.Verdict;
import io.brownout.explorer.Certificate;
import io.brownout.features.RecordedCard;
import io.brownout.features.UpdateRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts the runs of several machines together. */
@Command(
        name = "merge",
        description =
                "Puts together what several runs of `brownout cut --shard` have found about the same recording. Exit code 1 if a cut may not be, 3 if there are cut points that no run has a verdict for, or two runs contradict one another.")
final class CutMergeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description =
                    "Run folders, or folders that hold some; the recording of the first is used, and all must be of the same one.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> runs = folders.stream()
                .flatMap(it -> CutFolder.runs(it).stream())
                .distinct()
                .toList();
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            List<Certificate> known = CutFolder.merged(runs, RecordedCard.subject(runs.getFirst()));
            UpdateRecording recording = UpdateRecording.open(Contexts.of(session, common, boards), runs.getFirst());
            CutReport report = new CutRun(
                            session, recording, known, CutRun.Plan.of(boards.jobs(), Shard.NONE, Duration.ZERO))
                    .judge();
            CutProgress.tell(report);
            return finish(session, report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while merging", e);
        }
    }

    /** A run that is ended early is somebody's choice; of a merge it is asked whether the update is sound, and a part of it does not tell. */
    private static int finish(RunSession session, CutReport report) {
        if (!report.failures().isEmpty()) {
            return session.finish(Verdict.FAILED, "");
        }
        return report.open() == 0
                ? session.finish(Verdict.PASSED, "")
                : session.finish(
                        Verdict.ERROR,
                        "%,d of %,d cut points have no verdict: a shard is missing, or has not come to its end; go on with it by --resume, and merge again"
                                .formatted(report.open(), report.points()));
    }
}
