package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import io.brownout.card.CardFault;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.FurtherCertificate;
import io.brownout.features.RecordedCard;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateQuestion;
import io.brownout.features.UpdateRecording;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.ImageName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cuts the power of a device at every write of an update. */
@Command(
        name = "cut",
        subcommands = {CutRecordCommand.class, CutMergeCommand.class},
        description =
                "Records one update on raspi3b, or on virt, whose card sees the device's flushes, and says what becomes of the device for every point at which its power could have gone, first failures first. One boot decides all points that the device cannot tell apart, and all that hold the same files.")
final class CutCommand implements Callable<Integer> {
    private static final String BOARD =
            "raspi3b"; // The one whose virtual clock is exact, so that a boot speaks for all of its class.

    /** Where the recording comes from. */
    static final class Source {
        @ArgGroup(exclusive = false)
        private @Nullable UpdateOptions update;

        @Option(
                names = "--resume",
                paramLabel = "DIR",
                arity = "0..1",
                fallbackValue = "",
                description =
                        "Go on with what the run in this folder has recorded and found (default: the last one that recorded).")
        private @Nullable Path resumed;

        @Option(
                names = "--show",
                paramLabel = "CLASS",
                description =
                        "Show what is known of a class, or of the one that a cut point is in: its writes, its boot, its verdict. --in says which run's.")
        private @Nullable String shown;

        @Option(
                names = "--verify",
                paramLabel = "CERT",
                description =
                        "Check one certificate again: make its state, boot it from power-on, and compare what it asks of its card and what it says.")
        private @Nullable Path verified;
    }

    @ArgGroup
    private @Nullable Source source;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BoardOptions boards = new BoardOptions();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = SpokenTime.class,
            description =
                    "Explore no longer than this, for example 20m or 2h; what has no verdict then is counted, and --resume goes on (default: until every point has one).")
    private Duration budget = Duration.ofDays(30);

    @Option(
            names = "--boots-only",
            description =
                    "Decide each point by a boot that read nothing in which it differs, and never by the files that it holds: many times as many boots.")
    private boolean bootsOnly;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "2: let the power go a second time as well, before each write that a device makes while it recovers from a cut (default: ${DEFAULT-VALUE}).")
    private int depth = 1;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description =
                    "What kind of card it is: ideal, torn-command, torn-page[:page=8KiB], au-garbage[:size=4MiB] or window[:commands=8]; all but the first add states to each cut point. On virt window:commands=all loses what no flush covers (default: ${DEFAULT-VALUE}).")
    private String profile = "ideal";

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "The run folder for --show and --verify (default: the last one that recorded).")
    private @Nullable Path in;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Explore only the Ith of N parts, as one of N machines; `brownout cut merge` puts their runs together.")
    private @Nullable String shard;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (source == null) {
            throw new UsageException("expected --from and --to, or --resume; see `brownout cut --help`");
        }
        BoardModel board = board(boards);
        if (depth != 1 && depth != 2) {
            throw new UsageException("--depth is %d, expected 1 or 2".formatted(depth));
        }
        Shard part = shard == null ? Shard.WHOLE : Shard.parse(shard);
        if (source.update != null) {
            return record(board, source.update, part);
        }
        if (source.shown != null) {
            return show(source.shown);
        }
        return source.verified != null ? verify(source.verified) : resume(source.resumed, part);
    }

    /** Returns the board to explore on; {@link UsageException} if there is none of that name. */
    static BoardModel board(BoardOptions asked) {
        return BoardModel.named(asked.board().orElse(BOARD));
    }

    private int record(BoardModel board, UpdateOptions update, Shard part) {
        Optional<CardFault> fault = LossyRun.fault(profile, board.card().bus());
        ImageName from = update.from();
        ImageName to = update.release();
        UpdateQuestion asks = update.asks();
        return inSession((session, context) -> {
            Stopwatch recording = Stopwatch.start();
            UpdateRecording recorded = UpdateRecording.make(context, board.name(), from, to, asks, update.phase());
            return new CutRun(session, recorded, List.of(), plan(part, fault, recording.elapsed(), Optional.empty()))
                    .explore();
        });
    }

    private int resume(@Nullable Path said, Shard part) {
        Path folder = said == null || said.toString().isEmpty() ? CutFolder.last(common.out()) : CutFolder.real(said);
        Optional<CardFault> fault = LossyRun.fault(
                profile,
                BoardModel.named(RecordedCard.subject(folder).board()).card().bus());
        return inSession((session, context) -> {
            UpdateRecording recorded = UpdateRecording.open(context, folder);
            List<Certificate> known = CutFolder.certificates(folder, recorded.subject());
            session.progress().say("going on from %s, with %,d classes found".formatted(folder, known.size()));
            return new CutRun(session, recorded, known, plan(part, fault, Duration.ZERO, Optional.of(folder)))
                    .explore();
        });
    }

    private int show(String name) {
        Path folder = in == null ? CutFolder.last(common.out()) : CutFolder.real(in);
        return inSession((session, context) -> {
            UpdateRecording recorded = UpdateRecording.open(context, folder);
            new CutShow(recorded, CutFolder.certificates(folder, recorded.subject())).print(name);
            return session.finish(Verdict.PASSED, "");
        });
    }

    private int verify(Path file) {
        Path folder = in == null ? CutFolder.of(file) : CutFolder.real(in);
        boolean further = FurtherCertificate.isIn(file);
        String name = further
                ? FurtherCertificate.read(file).name()
                : Certificate.read(file).state();
        return inSession((session, context) -> {
            CutVerification verification = new CutVerification(UpdateRecording.open(context, folder));
            List<String> differences = further
                    ? verification.differences(FurtherCertificate.read(file))
                    : verification.differences(Certificate.read(file));
            differences.forEach(it -> System.out.println("  " + it));
            return session.finish(
                    differences.isEmpty() ? Verdict.PASSED : Verdict.FAILED,
                    differences.isEmpty()
                            ? "%s: found again, %s"
                                    .formatted(name, further ? "to the last line" : "to the last request")
                            : "%s: not found again".formatted(name));
        });
    }

    private CutRun.Plan plan(Shard part, Optional<CardFault> fault, Duration recorded, Optional<Path> resumed) {
        return new CutRun.Plan(boards.jobs(), budget, bootsOnly, part, recorded, depth, fault, resumed);
    }

    private interface Work {
        int run(RunSession session, RunContext context) throws InterruptedException;
    }

    private int inSession(Work work) {
        try (RunSession session =
                RunSession.begin(common.out(), Invocation.of(spec), common.seed(), Progress.onStandardError())) {
            return work.run(session, Contexts.of(session, common, boards));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while exploring", e);
        }
    }
}
