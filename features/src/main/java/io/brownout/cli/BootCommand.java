package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.card.Card;
import io.brownout.card.CardProfile;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageFile;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Boots one board and shows its console. */
@Command(
        name = "boot",
        description = "Boots an image on a board and shows its console until a line comes, or until Ctrl-C.")
final class BootCommand implements Callable<Integer> {
    /** What to boot. */
    static final class Source {
        @Parameters(
                paramLabel = "IMAGE",
                arity = "0..1",
                description = "An image of Brownout's, for example probe:1 or resinos:2.0.0+rev1.")
        private @Nullable String name;

        @Option(
                names = "--image",
                paramLabel = "FILE",
                description = "A raw card image of your own; it is read, never changed.")
        private @Nullable Path file;
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--board",
            paramLabel = "MODEL",
            description = "The board model (default: ${DEFAULT-VALUE}); see `brownout boards`.")
    private String board = "raspi3b";

    @Option(names = "--clock", paramLabel = "CLOCK", description = "virtual or wall (default: ${DEFAULT-VALUE}).")
    private GuestClock clock = GuestClock.VIRTUAL;

    @Option(
            names = {"--card", "--profile"},
            paramLabel = "PROFILE",
            description =
                    "What kind of card it is: faults as `brownout cards` lists them, joined by +, or a YAML file (default: ${DEFAULT-VALUE}).")
    private String profile = "ideal";

    @Option(
            names = "--until",
            paramLabel = "REGEX",
            description = "End with exit code 0 when a console line matches (default: ${DEFAULT-VALUE}).")
    private String until = "device-report: idle";

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description = "How long to wait for that line (default: ${DEFAULT-VALUE}).")
    private long within = 600;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BoardModel model = BoardModel.named(board);
        Pattern line = Patterns.compiled("--until", until);
        Progress progress = new Progress(System.err, false);
        try (RunSession session = RunSession.begin(common.out(), Invocation.of(spec), common.seed(), progress)) {
            Image image = image(session);
            EventSource events = new EventSource(
                    "", model.name(), session.clock(), session.sink().and(BootCommand::show));
            Card card = session.lifetimes()
                    .own(Card.of(image.path())
                            .name(model.name())
                            .profile(CardProfile.named(profile))
                            .seed(common.seed())
                            .journal(session.folder().resolve("journal"))
                            .events(events)
                            .build());
            QemuBoard booted = session.lifetimes()
                    .own(QemuBoard.of(model)
                            .card(card)
                            .clock(clock)
                            .seed(common.seed())
                            .epoch(image.epoch())
                            .runFolder(session.folder())
                            .events(events)
                            .build());
            booted.start();
            booted.console().expect(line, Deadline.in(Duration.ofSeconds(within)));
            return session.finish(Verdict.PASSED, "");
        }
    }

    private Image image(RunSession session) {
        var images = Contexts.images(session.progress());
        Image image = source.file != null
                ? ImageFile.open(source.file)
                : images.image(ImageName.parse(Optional.ofNullable(source.name).orElseThrow()));
        session.sink().publish(new RunEvent.ImageUsed(session.clock().instant(), image.name(), image.digest()));
        return image;
    }

    private static void show(RunEvent event) {
        if (event instanceof RunEvent.ConsoleLine said) {
            System.out.println(said.line());
        }
    }
}
