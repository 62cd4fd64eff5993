package io.brownout.features;

import io.brownout.board.Capability;
import io.brownout.board.EventSink;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardProfile;
import io.brownout.card.CardUsage;
import io.brownout.features.Mutant.Slip;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuBoard;
import io.cucumber.java.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of one scenario: what it was told about boards and images, its devices, and the release that is on its way. Closed by the one After hook. */
public final class World {
    private static final int SSH = 22222;

    private final RunContext context;
    private final List<Device> devices = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final RemoteShell shell = RemoteShell.withNewKey();
    private @Nullable ScenarioTags tags;
    private @Nullable Image deviceImage;
    private ImageName deviceName = new ImageName("none", "0", ImageName.Variant.PRODUCTION, Optional.empty());
    private @Nullable Release offered;
    private @Nullable ReleaseServer server;
    private CardUsage markedUsage = new CardUsage(Map.of(), Map.of());
    private Map<String, Long> weighedHour = Map.of();

    /** Creates the world of one scenario; PicoContainer does. */
    public World(RunContext context) {
        this.context = context;
    }

    void begin(Scenario scenario) {
        tags = new ScenarioTags(
                ScenarioEvents.identity(context, scenario.getUri(), scenario.getLine()),
                Set.copyOf(scenario.getSourceTagNames()));
    }

    RunContext context() {
        return context;
    }

    ScenarioTags tags() {
        if (tags == null) {
            throw new IllegalStateException("no scenario has begun");
        }
        return tags;
    }

    BoardModel model() {
        return BoardModel.named(
                context.boardOverride().or(() -> tags().value("board")).orElse("raspi3b"));
    }

    /** Returns the device that the scenario speaks of. */
    Device device() {
        if (devices.isEmpty()) {
            throw new UsageException("scenario %s speaks of a device before there is one".formatted(tags().scenario()));
        }
        return devices.getFirst();
    }

    List<Device> devices() {
        return List.copyOf(devices);
    }

    /** Returns the image on the card that the device was delivered with. */
    Image deviceImage() {
        if (deviceImage == null) {
            throw new UsageException("scenario %s speaks of a device before there is one".formatted(tags().scenario()));
        }
        return deviceImage;
    }

    /** Returns the version that the device was delivered with. */
    String deviceVersion() {
        return deviceName.version();
    }

    Release offered() {
        if (offered == null) {
            throw new UsageException(
                    "scenario %s speaks of a release before there is one".formatted(tags().scenario()));
        }
        return offered;
    }

    /** Returns a release, with the fault that a mutant plants in what devices are updated to, else with the one that the scenario speaks of. */
    Release release(String version, Optional<String> fault) {
        Optional<String> planted = context.mutant().flatMap(Mutant::updateFault);
        return new Release(version, image("resinos", version, planted.or(() -> fault)));
    }

    void offer(Release release) {
        offered = release;
    }

    /** Remembers what has been written to the device's card until now. */
    void markUsage() {
        markedUsage = device().card().usage();
    }

    CardUsage markedUsage() {
        return markedUsage;
    }

    void weighedHour(Map<String, Long> bytesByPartition) {
        weighedHour = Map.copyOf(bytesByPartition);
    }

    Map<String, Long> weighedHour() {
        return weighedHour;
    }

    UserFiles userFiles() {
        return new UserFiles(context.seed());
    }

    RemoteShell shell() {
        return shell;
    }

    private Image image(String recipe, String version, Optional<String> fault) {
        ImageName name = new ImageName(recipe, version, ImageName.Variant.PRODUCTION, fault);
        Image image = context.images().image(name);
        context.sink().publish(new RunEvent.ImageUsed(context.clock().instant(), name.toString(), image.digest()));
        return image;
    }

    private Image take(String recipe, String version) {
        deviceName = new ImageName(recipe, version, ImageName.Variant.PRODUCTION, Optional.empty());
        Image image = image(recipe, version, context.mutant().flatMap(Mutant::imageFault));
        deviceImage = image;
        return image;
    }

    /** Makes a device whose card was never used. */
    Device newDevice(String name, String recipe, String version) {
        Image image = take(recipe, version);
        LastCut lastCut = new LastCut();
        return keep(assemble(newCard(name, image, lastCut), name, image, lastCut, tags().clock()));
    }

    /** Makes another device with an unused card and the same image. */
    Device newTwin(String name) {
        LastCut lastCut = new LastCut();
        Image image = slipped(Slip.OTHER_RELEASE) ? image(deviceName.recipe(), "2", Optional.empty()) : deviceImage();
        return keep(assemble(newCard(name, image, lastCut), name, image, lastCut, tags().clock()));
    }

    /** Makes a device that has been in use, and was unplugged. */
    Device usedDevice(String name, String recipe, String version) {
        take(recipe, version);
        return usedTwin(name);
    }

    /** Makes another device with the same history as the first, up to the scenario's beginning. */
    Device usedTwin(String name) {
        Image image = deviceImage();
        Card settled = context.settledCards().settled(image.digest() + " " + model().name(), () -> settle(image));
        LastCut lastCut = new LastCut();
        Card card = settled.fork(name, journal(name), profile(), context.seed(), events(name, lastCut));
        return keep(assemble(card, name, image, lastCut, tags().clock()));
    }

    /** Boots a new card until nothing is pending, and pulls its plug. */
    private Card settle(Image image) {
        String name = "settling";
        LastCut lastCut = new LastCut();
        Device device = context.lifetimes()
                .own(assemble(newCard(name, image, lastCut), name, image, lastCut, GuestClock.VIRTUAL));
        try {
            device.switchOn();
            device.await(DeviceSteps.BOOT, "idle");
            device.pullPlug();
            return device.card().fork("settled", journal("settled"));
        } finally {
            context.lifetimes().release(device);
        }
    }

    private Card newCard(String name, Image image, LastCut lastCut) {
        return Card.of(image.path())
                .name(name)
                .seed(context.seed())
                .profile(profile())
                .journal(journal(name))
                .events(events(name, lastCut))
                .build();
    }

    /** Says whether a planted fault wants this to go wrong. */
    boolean slipped(Slip slip) {
        return context.mutant().filter(mutant -> mutant.is(slip)).isPresent();
    }

    private CardProfile profile() {
        if (slipped(Slip.IDEAL_CARD)) {
            return CardProfile.ideal();
        }
        return CardProfile.named(tags().value("card").orElse("ideal"));
    }

    private Device assemble(Card card, String name, Image image, LastCut lastCut, GuestClock clock) {
        EventSource events = events(name, lastCut);
        QemuBoard.Builder board = QemuBoard.of(model())
                .card(card)
                .clock(clock)
                .seed(context.seed())
                .epoch(image.epoch())
                .runFolder(context.folder())
                .events(events);
        if (model().capabilities(clock).contains(Capability.NETWORK)) {
            board.forward(SSH);
        }
        return new Device(card, board.build(), events, lastCut, context.patience());
    }

    private Device keep(Device device) {
        devices.add(context.lifetimes().own(device));
        return device;
    }

    private EventSource events(String board, EventSink also) {
        return new EventSource(
                tags().scenario(), board, context.clock(), context.sink().and(also));
    }

    private Path journal(String card) {
        Path folder =
                context.folder().resolve("journals").resolve(tags().scenario().replace(':', '-'));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write to the run folder %s: %s".formatted(context.folder(), e.getMessage()), e);
        }
        return folder.resolve(card);
    }

    /** Offers the files of a folder to the device over HTTP, until the scenario ends. */
    void serve(Path folder) {
        server = own(ReleaseServer.offering(folder));
    }

    int servedPort() {
        if (server == null) {
            throw new UsageException(
                    "scenario %s speaks of the network before anything is offered there".formatted(tags().scenario()));
        }
        return server.port();
    }

    /** Makes a folder that is gone when the scenario ends. */
    Path scratch(String name) {
        Path folder = journal(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write to the run folder %s: %s".formatted(context.folder(), e.getMessage()), e);
        }
        own(() -> Folders.delete(folder));
        return folder;
    }

    /** Keeps something until the scenario ends. */
    <T extends AutoCloseable> T own(T resource) {
        resources.add(context.lifetimes().own(resource));
        return resource;
    }

    /** Ends everything that the scenario started, draws its cards for the report, and keeps their journals only if it failed. */
    void end(boolean failed) {
        resources.reversed().forEach(context.lifetimes()::release);
        for (Device device : devices.reversed()) {
            device.pullPlug();
            device.drawCard();
            context.lifetimes().release(device);
            if (!failed) {
                Folders.delete(journal(device.name()));
            }
        }
    }
}
