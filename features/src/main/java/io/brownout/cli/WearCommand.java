package io.brownout.cli;

import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import io.brownout.features.RunContext;
import io.brownout.reports.WearJson;
import io.brownout.wear.AgedCard;
import io.brownout.wear.CardModel;
import io.brownout.wear.TranslationModel;
import io.brownout.wear.WearGate;
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
                        "No guest: the journal of a card that was recorded before. All of it counts as --hours hours.")
        private @Nullable Path journal;
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "How many hours of the device's time (default: ${DEFAULT-VALUE}).")
    private int hours = 24;

    @Option(
            names = "--board",
            paramLabel = "MODEL",
            description = "The board model (default: ${DEFAULT-VALUE}); see `brownout boards`.")
    private String board = "raspi3b";

    @Option(
            names = "--card-model",
            paramLabel = "NAME",
            description = "The card to weigh it on (default: ${DEFAULT-VALUE}); see docs/wear.md.")
    private String cardModel = "cheap-tlc";

    @Option(
            names = "--compare",
            paramLabel = "IMAGE",
            description = "Another image to hold against it; gates count for both.")
    private @Nullable String other;

    @Option(
            names = "--gate",
            paramLabel = "LIMIT",
            description =
                    "What is asked of it, for example \"500MB/day\", \"5 years\" or \"20 erases/day\"; exit code 1 if it is not kept. May be repeated.")
    private List<String> gates = List.of();

    @Option(
            names = "--times",
            paramLabel = "N",
            description =
                    "Also age a card: replay the recording so many times into each model, and say when its life ends.")
    private long times;

    @Option(names = "--json", description = "Print wear.json instead of the summary.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CardModel card = CardModel.named(cardModel);
        List<WearGate> asked = gates.stream().map(WearGate::parse).toList();
        if (hours < 1) {
            throw new UsageException("--hours is %d, expected at least 1".formatted(hours));
        }
        if (source.image == null && other != null) {
            throw new UsageException("--compare holds an image against another one; give --image with it");
        }
        Progress progress = Progress.onStandardError();
        try (RunSession session = RunSession.begin(common.out(), Invocation.of(spec), common.seed(), progress)) {
            List<WearReport> reports = new ArrayList<>();
            for (WearSource each : sources(session)) {
                try (WearSource.Recorded recorded = each.record()) {
                    WearReport report = recorded.weighedOn(card, common.seed());
                    WearReport judged = report.judged(
                            asked.stream().map(gate -> gate.judge(report)).toList());
                    session.sink()
                            .publish(new RunEvent.WearWeighed(session.clock().instant(), "", board, judged));
                    reports.add(judged);
                    if (times > 0) {
                        age(card, recorded.weighing().trace());
                    }
                }
            }
            return finish(session, reports);
        }
    }

    private List<WearSource> sources(RunSession session) {
        if (source.journal != null) {
            return List.of(new WearSource.OfJournal(source.journal, hours));
        }
        if (source.workload != null) {
            RunContext context = Contexts.of(session, common, new BoardOptions());
            return List.of(new WearSource.OfWorkload(session, context, source.workload, hours));
        }
        List<WearSource> sources = new ArrayList<>();
        for (String image :
                Optional.ofNullable(other).map(it -> List.of(source.image, it)).orElse(List.of(source.image))) {
            sources.add(new WearSource.OfIdleDevice(session, image, board, common.seed(), hours));
        }
        return sources;
    }

    private void age(CardModel card, WriteTrace trace) {
        for (TranslationModel model : card.translations(common.seed())) {
            (json ? System.err : System.out)
                    .println("aged, " + AgedCard.age(model, trace, times).summary());
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
