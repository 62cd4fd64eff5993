package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.card.Card;
import io.brownout.card.CardBuilder;
import io.brownout.card.CardProfile;
import io.brownout.card.StateId;
import io.brownout.features.RecordedCard;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageFile;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description =
                        "A state of a recorded update, for example after-120123: what a cut there leaves. --in says which run's.")
        private @Nullable String state;
    }

    /** What is put into the board. */
    private record Inserted(CardBuilder card, Instant epoch, long seed) {}

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "The run folder of `brownout cut` that --state is of (default: the last one that recorded).")
    private @Nullable Path in;

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
            names = "--forward",
            paramLabel = "[HERE:]PORT",
            description =
                    "Makes a TCP port of the board reachable on 127.0.0.1, at the same port or at another one; on the wall clock only. For example 22222 for ssh.")
    private List<String> forwards = List.of();

    @Option(
            names = "--until",
            paramLabel = "REGEX",
            description = "End with exit code 0 when a console line matches (default: ${DEFAULT-VALUE}).")
    private String until = "device-report: idle";

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description =
                    "How long to wait for that line: exit code 1 if only others come, 3 if none does (default: ${DEFAULT-VALUE}).")
    private long within = 600;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BoardModel model = BoardModel.named(board);
        Pattern line = Patterns.compiled("--until", until);
        List<ForwardedPort> ports = forwards.stream().map(ForwardedPort::parse).toList();
        Progress progress = new Progress(System.err, false);
        Optional<Path> recording = Optional.ofNullable(source.state)
                .map(state -> in == null ? CutFolder.last(common.out()) : CutFolder.real(in));
        return Recorded.run(common, spec, progress, session -> {
            Inserted inserted = recording.map(folder -> state(session, folder)).orElseGet(() -> of(image(session)));
            EventSource events = new EventSource(
                    "", model.name(), session.clock(), session.sink().and(BootCommand::show));
            Card card = session.lifetimes()
                    .own(inserted.card()
                            .name(model.name())
                            .profile(CardProfile.named(profile))
                            .seed(inserted.seed())
                            .journal(session.folder().resolve("journal"))
                            .events(events)
                            .build());
            QemuBoard.Builder builder = QemuBoard.of(model)
                    .card(card)
                    .clock(clock)
                    .seed(inserted.seed())
                    .epoch(inserted.epoch())
                    .runFolder(session.folder())
                    .events(events);
            ports.forEach(port -> builder.forward(port.here(), port.board()));
            QemuBoard booted = session.lifetimes().own(builder.build());
            booted.start();
            booted.console().expect(line, Deadline.in(Duration.ofSeconds(within)));
            return session.finish(Verdict.PASSED, "");
        });
    }

    private Inserted of(Image image) {
        return new Inserted(Card.of(image.path()), image.epoch(), common.seed());
    }

    /** The board that recorded had another seed, perhaps, and the state is only the same crash with the same one. */
    private Inserted state(RunSession session, Path folder) {
        Image image = Contexts.images(session.progress())
                .image(ImageName.parse(RecordedCard.subject(folder).from()));
        RecordedCard recorded = RecordedCard.open(folder, image.path());
        StateId state = StateId.parse(Optional.ofNullable(source.state).orElseThrow());
        return new Inserted(
                Card.at(recorded.history(), state),
                image.epoch(),
                recorded.subject().seed());
    }

    private Image image(RunSession session) {
        var images = Contexts.images(session.progress());
        Image image = source.file != null
                ? ImageFile.open(source.file)
                : images.image(BoardModel.named(board)
                        .imageFor(
                                ImageName.parse(Optional.ofNullable(source.name).orElseThrow())));
        session.sink().publish(new RunEvent.ImageUsed(session.clock().instant(), image.name(), image.digest()));
        return image;
    }

    private static void show(RunEvent event) {
        if (event instanceof RunEvent.ConsoleLine said) {
            System.out.println(said.line());
        }
    }
}
