package io.brownout.features;

import io.brownout.board.Capability;
import io.brownout.board.EventSink;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent;
import io.brownout.card.Card;
import io.brownout.card.CardProfile;
import io.brownout.card.StateId;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Checkpoint;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the devices of one scenario are put together, as its tags and the run's options say. What it makes belongs to the run's {@link Lifetimes}. */
final class Workbench {
    /** The port that a device's sshd listens on. */
    static final int SSH = 22222;

    /** The ports on which a development device's container engine listens: ResinOS's own, the one that later tools ask for, and one that config.json asks for in a scenario. */
    static final List<Integer> ENGINE = List.of(2377, 2375, 2400);

    /** A first boot of the full OS takes container images in, beside whatever else the machine does. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private static final int BOARDS_OF_A_NETWORK = 2;

    private final RunContext context;
    private final ScenarioTags tags;
    private @Nullable LocalNetwork network;
    private @Nullable SiteNetwork site;

    Workbench(RunContext context, ScenarioTags tags) {
        this.context = context;
        this.tags = tags;
    }

    /** Builds an image, or finds it in the cache, and notes that it takes part in the run. */
    Image image(ImageName name) {
        Image image = context.images().image(model().imageFor(name));
        context.sink().publish(new RunEvent.ImageUsed(context.clock().instant(), name.toString(), image.digest()));
        return image;
    }

    /** Makes a device whose card was never used. */
    Device newDevice(String name, Image image) {
        return newDevice(name, image, 0, tags.clock());
    }

    /** Makes a device whose card was never used and has at least so many bytes. */
    Device newDevice(String name, Image image, long bytes) {
        return newDevice(name, image, bytes, tags.clock());
    }

    private Device newDevice(String name, Image image, long bytes, GuestClock clock) {
        LastCut lastCut = new LastCut();
        EventSource events = events(name, lastCut);
        Card card = Card.of(image.path())
                .name(name)
                .size(bytes)
                .seed(context.seed())
                .profile(profile())
                .roles(image.roles())
                .journal(journal(name))
                .events(events)
                .build();
        return assemble(card, image, events, lastCut, clock);
    }

    /** Makes a device that has been in use, and was unplugged. */
    Device usedDevice(String name, Image image) {
        Card settled = context.settledCards().settled(image.digest() + " " + model().name(), () -> settle(image));
        LastCut lastCut = new LastCut();
        EventSource events = events(name, lastCut);
        Card card = settled.fork(name, journal(name), profile(), context.seed(), events);
        return assemble(card, image, events, lastCut, tags.clock());
    }

    /** Makes a device whose card begins as another one's was at a state, and is of another kind; the other one must stay open. */
    Device wornDevice(String name, Device before, Image image, StateId state, String kind) {
        LastCut lastCut = new LastCut();
        EventSource events = events(name, lastCut);
        Card card = Card.at(before.card().history(), state)
                .name(name)
                .seed(context.seed())
                .profile(profile(kind))
                .roles(image.roles())
                .journal(journal(name))
                .events(events)
                .build();
        return assemble(card, image, events, lastCut, tags.clock());
    }

    /** Registers a device, boots its new card until nothing is pending, and pulls its plug. */
    private Card settle(Image image) {
        Device device = newDevice("settling", image, 0, GuestClock.VIRTUAL);
        try {
            Registration.register(device.card(), image);
            device.switchOn();
            device.await(SETTLING, "idle");
            device.pullPlug();
            return device.card().fork("settled", journal("settled"));
        } finally {
            context.lifetimes().release(device);
        }
    }

    private Device assemble(Card card, Image image, EventSource events, LastCut lastCut, GuestClock clock) {
        Optional<Accessory> accessory = clock == GuestClock.WALL ? Accessory.of(tags) : Optional.empty();
        BoardModel model = accessory.map(it -> it.partOf(model())).orElseGet(this::model);
        QemuBoard.Builder board = QemuBoard.of(model)
                .card(card)
                .clock(clock)
                .seed(context.seed())
                .epoch(image.epoch())
                .runFolder(context.folder())
                .events(heard(events, card));
        if (model.capabilities(clock).contains(Capability.NETWORK)) {
            board.forward(SSH);
            ENGINE.forEach(board::forward);
        }
        accessory.ifPresent(it -> it.plugInto(board, this));
        return context.lifetimes().own(new Device(card, board.build(), events, lastCut, context.patience()));
    }

    /** Returns the network that the scenario's boards share with the test machine; made at the first call. */
    LocalNetwork network() {
        if (network == null) {
            network = context.lifetimes().own(LocalNetwork.of(BOARDS_OF_A_NETWORK));
        }
        return network;
    }

    /** Returns the network of the place where the scenario's device stands; made at the first call. */
    SiteNetwork site() {
        if (site == null) {
            site = context.lifetimes().own(SiteNetwork.create(context.seed()));
        }
        return site;
    }

    /** Says whether the scenario's device stands at a place with a network of its own. */
    boolean hasSite() {
        return Accessory.of(tags).equals(Optional.of(Accessory.SITE));
    }

    /** Ends the networks, if there are any. */
    void endNetwork() {
        if (network != null) {
            context.lifetimes().release(network);
        }
        if (site != null) {
            context.lifetimes().release(site);
        }
    }

    private static EventSource heard(EventSource events, Card card) {
        return new EventSource(
                events.scenario(), events.board(), events.clock(), events.sink().and(new ReportNotes(card)));
    }

    /** Puts a card that holds some state into a board that nobody listens to; the board is the caller's, and the card stays its owner's. */
    Device trial(Card card, Image image, Path folder) {
        return trial(card, image, folder, event -> {});
    }

    /** Does the same with a board that somebody listens to. */
    Device trial(Card card, Image image, Path folder, EventSink listener) {
        EventSource events = new EventSource("", card.name(), context.clock(), listener);
        return trial(card, trialBoard(card, image, folder).events(events));
    }

    /** Does the same with a board that begins where another one was suspended. */
    Device trial(Card card, Image image, Path folder, Checkpoint start) {
        return trial(
                card,
                trialBoard(card, image, folder)
                        .events(EventSource.unheard(card.name()))
                        .resumeFrom(start));
    }

    private QemuBoard.Builder trialBoard(Card card, Image image, Path folder) {
        return QemuBoard.of(model())
                .card(card)
                .clock(tags.clock())
                .seed(context.seed())
                .epoch(image.epoch())
                .runFolder(folder);
    }

    private Device trial(Card card, QemuBoard.Builder board) {
        return new Device(card, board.build(), EventSource.unheard(card.name()), new LastCut(), context.patience());
    }

    /** Says whether a device does the same each time from the same card. */
    boolean isDeterministic() {
        return model().capabilities(tags.clock()).contains(Capability.DETERMINISTIC);
    }

    /** Says whether a device can be suspended, and go on as often as one likes. */
    boolean canResume() {
        return model().canResume(tags.clock());
    }

    private BoardModel model() {
        return BoardModel.named(
                context.boardOverride().or(() -> tags.value("board")).orElse("raspi3b"));
    }

    private CardProfile profile() {
        return profile(tags.value("card").orElse("ideal"));
    }

    /** Returns the kind that a card should have, or the one that a planted fault gives it. */
    private CardProfile profile(String asked) {
        return CardProfile.named(context.mutant().flatMap(Mutant::cardProfile).orElse(asked));
    }

    private EventSource events(String board, EventSink also) {
        return new EventSource(
                tags.scenario(), board, context.clock(), context.sink().and(also));
    }

    /** Returns where the journal of a card lies. */
    Path journal(String card) {
        Path ofScenario =
                context.folder().resolve("journals").resolve(tags.scenario().replace(':', '-'));
        return Folders.create(ofScenario).resolve(card);
    }
}
