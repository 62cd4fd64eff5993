package io.brownout.cli;

import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.card.CardProfile;
import io.brownout.features.RunContext;
import io.brownout.qemu.BoardModel;
import io.brownout.reports.WearJson;
import io.brownout.wear.AgedCard;
import io.brownout.wear.CardModel;
import io.brownout.wear.TranslationModel;
import io.brownout.wear.WearGates;
import io.brownout.wear.WriteTrace;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Weighs what a device writes. */
@Command(
        name = "wear",
        description =
                "Lets a device idle for some hours of its own time and says what it wrote, what a card makes of it, and how many years the card lasts: always a bracket, over three flash translation models.")
final class WearCommand implements Callable<Integer> {
    private static final int A_DAY = 24;
    private static final String USUAL_BOARD = "raspi3b";

    /** What to weigh. */
    static final class Source {
        @Option(
                names = "--image",
                paramLabel = "IMAGE",
                description =
                        "An image of Brownout's, for example resinos:2.0.0+rev1, or a raw card image of your own that reports its hours as docs/device-report.md says.")
        private @Nullable String image;

        @Option(
                names = "--workload",
                paramLabel = "FILE:LINE",
                description = "A scenario that the device goes through once in --hours hours, instead of idling.")
        private @Nullable String workload;

        @Option(
                names = "--journal",
                paramLabel = "FOLDER",
                description =
                        "No guest: the journal of a card that was recorded before. It tells of its hours itself if its device reported them; otherwise, or if --hours is given, all of it counts as --hours hours.")
        private @Nullable Path journal;
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description =
                    "How many hours of the device's time (default: 24; for a journal: as many as its device reported in it).")
    private @Nullable Integer hours;

    @Option(
            names = "--board",
            paramLabel = "MODEL",
            description =
                    "The board model (default: raspi3b, for a scenario the one that it names); see `brownout boards`.")
    private @Nullable String board;

    @Option(
            names = "--card-model",
            paramLabel = "NAME",
            description = "The card to weigh it on (default: ${DEFAULT-VALUE}); see docs/wear.md.")
    private String cardModel = "cheap-tlc";

    @Option(
            names = "--compare",
            paramLabel = "IMAGE",
            description =
                    "Another image, for example the next release, to hold against --image, which is the baseline; gates count for both.")
    private @Nullable String other;

    @Option(
            names = "--gate",
            paramLabel = "LIMIT",
            description =
                    "What is asked of it, for example \"500MB/day\", \"5 years\" or \"20 erases/day\"; of --compare against its baseline, for example \"+10%% bytes/day\"; or a YAML file of such, see docs/wear.md. Exit code 1 if it is not kept. May be repeated.")
    private List<String> gates = List.of();

    @Option(
            names = "--times",
            paramLabel = "N",
            description =
                    "Also age a card: replay the recording so many times into each model, and say when its life ends.")
    private long times;

    @Option(
            names = "--age-to-end",
            paramLabel = "PROFILE",
            arity = "0..1",
            fallbackValue = "read-only",
            description =
                    "Also wear a card out with the recording, under the model that is hardest on it, and boot the device from what is left on --board. The card is then of this profile (default: read-only; or dead, or any of `brownout cards`). If it should be readable and does not boot: exit code 1.")
    private @Nullable String end;

    @Option(names = "--json", description = "Print wear.json instead of the summary.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CardModel card = CardModel.named(cardModel);
        WearGates asked = WearGates.read(gates);
        check(asked);
        BoardModel model = BoardModel.named(board());
        Optional<CardProfile> worn = Optional.ofNullable(end).map(EndOfLife::profile);
        return Recorded.run(common, spec, session -> {
            List<WearReport> reports = new ArrayList<>();
            for (WearSource each : sources(session)) {
                try (WearSource.Recorded recorded = each.record()) {
                    WearReport report = recorded.weighedOn(card, common.seed());
                    List<Gate> judged = new ArrayList<>(
                            reports.isEmpty() ? asked.judge(report) : asked.judge(report, reports.getFirst()));
                    worn.map(profile -> new EndOfLife(session, model, card, profile, common.seed()))
                            .map(endOfLife -> endOfLife.of(recorded, report))
                            .ifPresent(outcome -> {
                                judged.addAll(outcome.gates());
                                tell(outcome.summary());
                            });
                    WearReport published = report.judged(judged);
                    session.sink()
                            .publish(new RunEvent.WearWeighed(session.clock().instant(), "", model.name(), published));
                    reports.add(published);
                    if (times > 0) {
                        age(card, recorded.weighing().trace());
                    }
                }
            }
            return finish(session, reports);
        });
    }

    private void check(WearGates asked) {
        if (hours != null && hours < 1) {
            throw new UsageException("--hours is %d, expected at least 1".formatted(hours));
        }
        if (source.image == null && other != null) {
            throw new UsageException("--compare holds an image against another one; give --image with it");
        }
        if (other == null && asked.needBaseline()) {
            throw new UsageException(
                    "a gate holds an image against a baseline; give the baseline with --image and the other one with --compare");
        }
    }

    private String board() {
        return Optional.ofNullable(board).orElse(USUAL_BOARD);
    }

    private List<WearSource> sources(RunSession session) {
        Optional<Integer> said = Optional.ofNullable(hours);
        if (source.journal != null) {
            return List.of(new WearSource.OfJournal(source.journal, said));
        }
        int hoursOrDay = said.orElse(A_DAY);
        if (source.workload != null) {
            RunContext context = Contexts.of(session, common, Optional.ofNullable(board), 1);
            return List.of(new WearSource.OfWorkload(session, context, source.workload, hoursOrDay));
        }
        List<WearSource> sources = new ArrayList<>();
        for (String image :
                Optional.ofNullable(other).map(it -> List.of(source.image, it)).orElse(List.of(source.image))) {
            sources.add(new WearSource.OfIdleDevice(session, image, board(), common.seed(), hoursOrDay));
        }
        return sources;
    }

    private void tell(String line) {
        (json ? System.err : System.out).println(line);
    }

    private void age(CardModel card, WriteTrace trace) {
        for (TranslationModel model : card.translations(common.seed())) {
            tell("aged, " + AgedCard.age(model, trace, times).summary());
        }
    }

    private int finish(RunSession session, List<WearReport> reports) {
        if (json) {
            System.out.print(WearJson.of(reports));
        } else {
            reports.forEach(report -> System.out.println(report.summary()));
        }
        Optional<WearReport> broken =
                reports.stream().filter(report -> !report.kept()).findFirst();
        return session.finish(
                broken.isPresent() ? Verdict.FAILED : Verdict.PASSED,
                broken.map(report -> "a gate was not kept: " + report.summary()).orElse(""),
                json ? System.err : System.out);
    }
}
