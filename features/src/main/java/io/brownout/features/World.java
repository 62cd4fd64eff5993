package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardUsage;
import io.brownout.card.StateId;
import io.brownout.features.Mutant.Slip;
import io.brownout.filesystem.PartitionRole;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageFile;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.ImageStore;
import io.brownout.wear.WearWeighing;
import io.cucumber.java.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of one scenario: its devices, the release that is on its way, and what was remembered. Closed by the one After hook. */
public final class World {
    private final RunContext context;
    private final List<Device> devices = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final RemoteShell shell = RemoteShell.withNewKey();
    private @Nullable ScenarioTags tags;
    private @Nullable Workbench workbench;
    private @Nullable Image deviceImage;
    private ImageName deviceName = ImageName.of("none", "0");
    private String step = "";
    private @Nullable Release offered;
    private @Nullable UnsteadyLine line;
    private CardUsage markedUsage = new CardUsage(Map.of(), Map.of());
    private @Nullable WearWeighing weighedHour;
    private @Nullable SplittableRandom random;
    private @Nullable HarnessException notMarked;

    /** Creates the world of one scenario; PicoContainer does. */
    public World(RunContext context) {
        this.context = context;
    }

    void begin(Scenario scenario) {
        tags = new ScenarioTags(
                ScenarioEvents.identity(context, scenario.getUri(), scenario.getLine()),
                Set.copyOf(scenario.getSourceTagNames()));
        workbench = new Workbench(context, tags);
        context.stepNotes().listen(tags.scenario(), this::stepBegins);
    }

    private void stepBegins(String text) {
        step = text;
        try {
            devices.forEach(device -> device.card().mark(text));
        } catch (HarnessException e) {
            notMarked = e; // Whoever tells us cannot be told; the step's end can.
        }
    }

    /** Ends a step: one whose beginning could not be noted on every card has not been run as it should be. */
    void stepEnds() {
        if (notMarked != null) {
            HarnessException why = notMarked;
            notMarked = null;
            throw why;
        }
    }

    private ScenarioTags tags() {
        if (tags == null) {
            throw new IllegalStateException("no scenario has begun");
        }
        return tags;
    }

    private Workbench workbench() {
        if (workbench == null) {
            throw new IllegalStateException("no scenario has begun");
        }
        return workbench;
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

    /** Returns a release for a card laid out as the device's is, with the fault that the scenario speaks of, and beside it the one that a mutant plants in what devices are updated to. */
    Release release(String version, Optional<String> fault) {
        ImageName sound = new ImageName(
                deviceName.recipe(), version, deviceName.variant(), deviceName.options(), Optional.empty());
        return new Release(
                version,
                workbench().image(withFaults(sound, fault, context.mutant().flatMap(Mutant::updateFault))));
    }

    private static ImageName withFaults(ImageName sound, Optional<String> asked, Optional<String> planted) {
        String faults =
                Stream.of(asked, planted).flatMap(Optional::stream).distinct().collect(Collectors.joining("+"));
        return faults.isEmpty() ? sound : sound.withFault(faults);
    }

    void offer(Release release) {
        offered = release;
    }

    /** Returns the label that the partition of a role has on the device's card. */
    String label(PartitionRole role) {
        return device().card().partition(role).label();
    }

    /** Remembers what has been written to the device's card until now. */
    void markUsage() {
        markedUsage = device().card().usage();
    }

    CardUsage markedUsage() {
        return markedUsage;
    }

    void weighedHour(WearWeighing hour) {
        weighedHour = hour;
    }

    WearWeighing weighedHour() {
        if (weighedHour == null) {
            throw new UsageException(
                    "scenario %s speaks of an hour before one has passed".formatted(tags().scenario()));
        }
        return weighedHour;
    }

    /** Draws a number from the seed of the run, from 0 to below a bound; each call the next one. */
    int drawn(int bound) {
        if (random == null) {
            random = new SplittableRandom(context.seed());
        }
        return random.nextInt(bound);
    }

    UserFiles userFiles() {
        return new UserFiles(context.seed());
    }

    RemoteShell shell() {
        return shell;
    }

    /** Writes the key of this scenario's shell into the device's config.json, while its card is in a PC. */
    void allowLogin() {
        ConfigJson.edit(
                device().card(),
                config -> config.withObject("/os").putArray("sshKeys").add(shell.authorizedKey()));
    }

    /** Runs a command on the device over ssh, and returns what it said. */
    RemoteShell.Answer onDevice(String command, Duration allowed) {
        return shell.run(device().board().network().forwarded(Workbench.SSH), command, device().within(allowed));
    }

    /** Runs a command on the device over ssh that must succeed, and returns what it said, without the white space around it. */
    String saidOnDevice(String command, Duration allowed) {
        RemoteShell.Answer answer = onDevice(command, allowed);
        assertThat(answer.status())
                .as("the exit status of `%s`, which said: %s", command, answer.text())
                .isZero();
        return answer.text().strip();
    }

    /** Makes a device whose card was never used. */
    Device newDevice(String name, String recipe, String version) {
        deliver(ImageName.parse(recipe + ":" + version), Optional.empty());
        return keep(workbench().newDevice(name, deviceImage()));
    }

    /** Makes a device whose card was never used and has at least so many bytes. */
    Device newDevice(String name, String recipe, String version, long bytes) {
        deliver(ImageName.parse(recipe + ":" + version), Optional.empty());
        return keep(workbench().newDevice(name, deviceImage(), bytes));
    }

    /** Makes a device whose card was never used and holds an image that somebody else has made. */
    Device newDevice(String name, Path image) {
        deviceImage = ImageFile.open(image);
        return keep(workbench().newDevice(name, deviceImage()));
    }

    /** Makes another device with an unused card and the same image. */
    Device newTwin(String name) {
        Image image =
                slipped(Slip.OTHER_RELEASE) ? workbench().image(ImageName.of(deviceName.recipe(), "2")) : deviceImage();
        return keep(workbench().newDevice(name, image));
    }

    /** Makes a device that has been in use, and was unplugged. */
    Device usedDevice(String name, String recipe, String version) {
        return usedDevice(name, ImageName.parse(recipe + ":" + version));
    }

    /** Makes a device of an image that was asked for, which has been in use and was unplugged. */
    Device usedDevice(String name, ImageName image) {
        deliver(image, Optional.empty());
        return usedTwin(name);
    }

    /** Makes a device that has been in use with a service in its image that releases do not have, the name of a fault of its recipe. */
    Device usedDeviceWithService(String name, String recipe, String version, String service) {
        Optional<String> installed = slipped(Slip.SERVICE_FORGOTTEN) ? Optional.empty() : Optional.of(service);
        deliver(ImageName.parse(recipe + ":" + version), installed);
        return usedTwin(name);
    }

    /** Makes another device with the same history as the first, up to the scenario's beginning. */
    Device usedTwin(String name) {
        return keep(workbench().usedDevice(name, deviceImage()));
    }

    /** Takes the device's power, and from then on speaks of it with a card that begins as its own was at a state, and is of another kind. */
    void wornDevice(String name, StateId state, String profile) {
        Device before = device();
        before.pullPlug();
        Device worn = workbench().wornDevice(name, before, deviceImage(), state, profile);
        devices.addFirst(worn);
        worn.card().mark(step);
    }

    /** A fault that a mutant plants comes beside the service that a scenario asks for. */
    private void deliver(ImageName asked, Optional<String> service) {
        deviceName = withFaults(asked, service, context.mutant().flatMap(Mutant::imageFault));
        deviceImage = workbench().image(deviceName);
    }

    /** Says whether a planted fault wants this to go wrong. */
    boolean slipped(Slip slip) {
        return context.slipped(slip);
    }

    private Device keep(Device device) {
        devices.add(device);
        device.card().mark(step);
        return device;
    }

    /** Offers the files of a folder to the device over HTTP, until the scenario ends, over a line on which each connection breaks after so many bytes. */
    void serve(Path folder, long breaksAfter) {
        line = own(UnsteadyLine.to(own(ReleaseServer.offering(folder)).address(), breaksAfter));
        if (workbench().hasSite()) {
            site().publish(line.port());
        }
    }

    /** Returns where the device finds what is offered. */
    String offeredAt() {
        String host = device().board().network().hostSeenFromBoard();
        return workbench().hasSite() ? "http://%s/".formatted(host) : "http://%s:%d/".formatted(host, line().port());
    }

    /** Returns the line to what is offered. */
    UnsteadyLine line() {
        if (line == null) {
            throw new UsageException(
                    "scenario %s speaks of the network before anything is offered there".formatted(tags().scenario()));
        }
        return line;
    }

    /** Sets a deadline, longer on a slow machine. */
    Deadline within(Duration allowed) {
        return Deadline.in(Duration.ofMillis((long) (allowed.toMillis() * context.patience())));
    }

    /** Makes a folder that is gone when the scenario ends. */
    Path scratch(String name) {
        Path folder = Folders.create(workbench().journal(name));
        own(() -> Folders.delete(folder));
        return folder;
    }

    /** Returns the network that the scenario's boards share with the test machine. */
    LocalNetwork network() {
        return workbench().network();
    }

    /** Returns the images of the run. */
    ImageStore images() {
        return context.images();
    }

    /** Returns the network of the place where the scenario's device stands. */
    SiteNetwork site() {
        if (!workbench().hasSite()) {
            throw new UsageException(
                    "scenario %s speaks of what its device's network is like; tag it @with:site, @wall and @board:virt"
                            .formatted(tags().scenario()));
        }
        return workbench().site();
    }

    /** Keeps something until the scenario ends. */
    <T extends AutoCloseable> T own(T resource) {
        resources.add(context.lifetimes().own(resource));
        return resource;
    }

    /** Ends everything that the scenario started, draws its cards for the report, and keeps their journals only if it failed. */
    void end(boolean failed) {
        context.stepNotes().ended(tags().scenario());
        resources.reversed().forEach(context.lifetimes()::release);
        for (Device device : devices.reversed()) {
            device.pullPlug();
            device.drawCard();
            context.lifetimes().release(device);
            if (!failed && !context.keepsJournals()) {
                Folders.delete(workbench().journal(device.name()));
            }
        }
        workbench().endNetwork();
    }
}
