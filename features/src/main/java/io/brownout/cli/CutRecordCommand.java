package io.brownout.cli;

import io.brownout.board.Verdict;
import io.brownout.features.UpdateRecording;
import io.brownout.qemu.ImageName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Records an update, for others to explore. */
@Command(
        name = "record",
        description =
                "Records one update and explores none of it: for machines that share that, each with `brownout cut --resume DIR --shard I/N` and a copy of the run folder.")
final class CutRecordCommand implements Callable<Integer> {
    @Mixin
    private UpdateOptions update = new UpdateOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String board = CutCommand.board(boards).name();
        ImageName after = update.release();
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            UpdateRecording recorded = UpdateRecording.make(
                    Contexts.of(session, common, boards), board, update.from(), after, update.asks(), update.phase());
            int exitCode = session.finish(Verdict.PASSED, "");
            System.out.printf(
                    "an update with %,d cut points; explore it, here or in a copy, by --resume %s%n",
                    recorded.points().count(), session.folder());
            return exitCode;
        }
    }
}
