package io.brownout.features;

import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.DeviceReport;
import io.brownout.board.DeviceStory;
import io.brownout.board.EventSink;
import io.brownout.card.Card;
import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life;
import io.brownout.explorer.Life.Begin;
import io.brownout.explorer.Trial;
import io.brownout.qemu.Checkpoint;
import io.brownout.qemu.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts a device again after its power was cut in an update, and follows it until it has settled: it runs a release and has nothing more to decide about it. Whether it then takes the update up again is another question.
 */
public final class DeviceTrial implements Trial, AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(8);
    /** Three attempts at the new release, the way back, and one boot to spare. */
    private static final int MOST_BOOTS = 6;

    private final Workbench workbench;
    private final Image image;
    private final String from;
    private final String to;
    private final Optional<KernelStarts> starts;

    DeviceTrial(Workbench workbench, Image image, String from, String to, Optional<KernelStarts> starts) {
        this.starts = starts;
        this.workbench = workbench;
        this.image = image;
        this.from = from;
        this.to = to;
    }

    @Override
    public Life run(Card card, StateId state) throws InterruptedException {
        Optional<Checkpoint> start = starts.isPresent() ? starts.get().of(state) : Optional.empty();
        EventSink learning = starts.map(it -> it.learning(state, card)).orElse(event -> {});
        try {
            return Folders.temporary(folder -> {
                try (Device device = start.isPresent()
                        ? workbench.trial(card, image, folder, start.get())
                        : workbench.trial(card, image, folder, learning)) {
                    device.switchOn();
                    CutVerdict verdict = damaged(follow(device), device.story());
                    device.pullPlug();
                    return new Life(
                            start.isPresent() ? Begin.KERNEL : Begin.POWER_ON,
                            verdict,
                            console(device.board().consoleLog()));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of what devices were started from. */
    @Override
    public void close() {
        starts.ifPresent(KernelStarts::close);
    }

    private CutVerdict follow(Device device) {
        try {
            DeviceReport settled = device.await(BOOT, "running", "bootloader", "firmware");
            while (!settled.is("running")) {
                if (settled.is("firmware", "result=dark")) {
                    return new CutVerdict(Kind.DOES_NOT_BOOT, "the firmware finds nothing to start");
                }
                if (device.story().boots().size() > MOST_BOOTS) {
                    return new CutVerdict(Kind.STUCK, "it begins to boot again and again");
                }
                settled = device.await(BOOT, "running", "bootloader", "firmware");
            }
            return running(device, settled);
        } catch (ConsoleTimeoutException e) {
            return new CutVerdict(Kind.DOES_NOT_BOOT, "it says nothing more");
        }
    }

    private CutVerdict running(Device device, DeviceReport running) {
        if (running.is("running", "slot=A", "version=" + from)) {
            device.await(BOOT, "idle", "update");
            return rolledBack(device.story())
                    ? new CutVerdict(Kind.OLD_RELEASE, "after it has given the new one up")
                    : new CutVerdict(Kind.OLD_RELEASE, "");
        }
        if (!running.is("running", "slot=B", "version=" + to)) {
            return new CutVerdict(Kind.WRONG_RELEASE, running.toString());
        }
        DeviceReport decision = device.await(BOOT, "committed", "idle", "rollback");
        if (decision.is("rollback")) {
            return new CutVerdict(Kind.STUCK, "it gives a release up that works: " + decision);
        }
        if (decision.is("committed")) {
            device.await(BOOT, "idle");
        }
        return new CutVerdict(Kind.NEW_RELEASE, "");
    }

    /** A file system that its own check at boot could not mend is damage, however well the device goes on. */
    private static CutVerdict damaged(CutVerdict verdict, DeviceStory story) {
        return story.reports().stream()
                .filter(it -> verdict.isGood() && it.is("fsck", "result=failed"))
                .findFirst()
                .map(it -> new CutVerdict(Kind.DAMAGED, it.toString()))
                .orElse(verdict);
    }

    private static boolean rolledBack(DeviceStory story) {
        return story.reports().stream().anyMatch(it -> it.is("rolled-back"));
    }

    /** What it said up to its last report: what comes after that depends on when it is stopped. */
    private static List<String> console(Path log) throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
        int end = lines.size();
        while (end > 0 && !lines.get(end - 1).contains(DeviceReport.MARKER)) {
            end--;
        }
        return lines.subList(0, end);
    }
}
