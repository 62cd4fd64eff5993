package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.explorer.Certificate;
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
        description = "Puts together what several runs of `brownout cut --shard` have found about the same recording.")
final class CutMergeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Run folders; the recording of the first is used, and all must be of the same one.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> runs = folders.stream().map(CutFolder::real).toList();
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            UpdateRecording recording = UpdateRecording.open(Contexts.of(session, common, boards), runs.getFirst());
            List<Certificate> known = new ArrayList<>();
            for (Path folder : runs) {
                known.addAll(CutFolder.certificates(folder, recording.subject()));
            }
            return new CutRun(
                            session,
                            recording,
                            known,
                            new CutRun.Plan(boards.jobs(), Duration.ofDays(30), false, Shard.NONE, Duration.ZERO))
                    .explore();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while merging", e);
        }
    }
}
