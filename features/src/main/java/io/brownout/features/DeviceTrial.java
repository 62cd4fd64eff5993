package io.brownout.features;

import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.DeviceReport;
import io.brownout.board.DeviceStory;
import io.brownout.board.EventSink;
import io.brownout.board.UsageException;
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

/** Starts a device again after its power was cut in an update, and follows it until the question has an answer: usually until it has settled, so that it runs a release and has nothing more to decide about it. */
public final class DeviceTrial implements Trial, AutoCloseable {
    /** Three attempts at the new release, the way back, and one boot to spare. */
    private static final int MOST_BOOTS = 6;

    private static final int LAST_WORDS = 60;

    private static final CutVerdict DARK = new CutVerdict(Kind.DOES_NOT_BOOT, "the firmware finds nothing to start");

    private final Workbench workbench;
    private final Image image;
    private final String from;
    private final String to;
    private final UpdateQuestion question;
    private final Duration patience;
    private final Optional<KernelStarts> starts;

    /**
     * Prepares trials.
     *
     * @param patience for how long a device may say nothing of interest before it is given up
     * @param starts where devices can be started instead of at their power-on
     */
    DeviceTrial(
            Workbench workbench,
            Image image,
            String from,
            String to,
            UpdateQuestion question,
            Duration patience,
            Optional<KernelStarts> starts) {
        this.starts = starts;
        this.workbench = workbench;
        this.image = image;
        this.from = from;
        this.to = to;
        this.question = question;
        this.patience = patience;
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
                    CutVerdict verdict = comesOn(device) ? damaged(follow(device), device.story()) : DARK;
                    device.pullPlug();
                    return new Life(
                            start.isPresent() ? Begin.KERNEL : Begin.POWER_ON,
                            verdict,
                            console(device.board().consoleLog(), device.lastHeard(), lastWords(verdict)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a device from its power-on until its card has taken so many writes, and the power goes there. Blocks for as long as that takes.
     *
     * @return whether it came so far, and not to its end before
     */
    public boolean runUntilWrite(Card card, long writes) throws InterruptedException {
        card.cutAfterWrite(writes);
        try {
            return Folders.temporary(folder -> {
                try (Device device = workbench.trial(card, image, folder)) {
                    if (comesOn(device)) {
                        device.board().power().awaitOff(device.within(patience.multipliedBy(MOST_BOOTS)));
                    }
                    return card.journal().writes() >= writes;
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

    /** A board that is dark at its first power-on is usually a card of the wrong kind, and refused; after a cut it is a verdict. */
    private static boolean comesOn(Device device) {
        try {
            device.switchOn();
            return true;
        } catch (UsageException e) {
            if (isDark(device)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isDark(Device device) {
        return device.story()
                .lastBoot()
                .flatMap(it -> it.last("firmware", "result=dark"))
                .isPresent();
    }

    private CutVerdict follow(Device device) {
        try {
            while (true) {
                DeviceReport seen = device.await(patience, "running", "bootloader", "firmware");
                if (seen.is("firmware", "result=dark")) {
                    return DARK;
                }
                if (device.story().boots().size() > MOST_BOOTS) {
                    return new CutVerdict(Kind.STUCK, "it begins to boot again and again");
                }
                Optional<CutVerdict> settled = seen.is("running") ? running(device, seen) : Optional.empty();
                if (settled.isPresent()) {
                    return settled.get();
                }
            }
        } catch (ConsoleTimeoutException e) {
            return new CutVerdict(Kind.DOES_NOT_BOOT, "it says nothing more");
        } catch (ConsoleClosedException e) {
            if (isDark(device)) {
                return DARK;
            }
            throw e;
        }
    }

    private Optional<CutVerdict> running(Device device, DeviceReport running) {
        if (running.is("running", "slot=A", "version=" + from)) {
            return runningOld(device);
        }
        return running.is("running", "slot=B", "version=" + to)
                ? runningNew(device)
                : Optional.of(new CutVerdict(Kind.WRONG_RELEASE, running.toString()));
    }

    private Optional<CutVerdict> runningOld(Device device) {
        DeviceReport next = device.await(patience, "idle", "update", "bootloader");
        if (next.is("bootloader")) {
            return Optional.empty();
        }
        if (question != UpdateQuestion.GIVES_UP && rolledBack(device.story())) {
            return Optional.of(new CutVerdict(Kind.STUCK, "it has given a release up that works"));
        }
        if (question != UpdateQuestion.ARRIVES) {
            return Optional.of(new CutVerdict(Kind.OLD_RELEASE, ""));
        }
        if (next.is("idle")) {
            return Optional.of(new CutVerdict(Kind.STUCK, "it has forgotten its update"));
        }
        DeviceReport result = device.await(patience, "update-result", "bootloader");
        return result.is("update-result", "result=done") || result.is("bootloader")
                ? Optional.empty()
                : Optional.of(new CutVerdict(Kind.STUCK, "it cannot install its update: " + result));
    }

    private Optional<CutVerdict> runningNew(Device device) {
        DeviceReport next = device.await(patience, "committed", "idle", "rollback", "bootloader");
        if (next.is("committed")) {
            next = device.await(patience, "idle", "bootloader");
        }
        if (next.is("idle")) {
            return Optional.of(
                    question == UpdateQuestion.GIVES_UP
                            ? new CutVerdict(Kind.WRONG_RELEASE, "it keeps a release that is bad")
                            : new CutVerdict(Kind.NEW_RELEASE, ""));
        }
        return next.is("rollback") && question != UpdateQuestion.GIVES_UP
                ? Optional.of(new CutVerdict(Kind.STUCK, "it gives a release up that works"))
                : Optional.empty();
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

    /** A device that says nothing more has said all that it will; how much another one says after the report that decided depends on when it is stopped. */
    private static int lastWords(CutVerdict verdict) {
        return verdict.kind() == Kind.DOES_NOT_BOOT ? LAST_WORDS : 0;
    }

    /**
     * Returns what it said up to the report that decided, and beyond.
     *
     * @param more how many lines after that at most
     */
    static List<String> console(Path log, Optional<DeviceReport> decisive, int more) throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
        int end = lines.size();
        while (end > 0 && !isReport(lines.get(end - 1), decisive)) {
            end--;
        }
        return lines.subList(0, Math.min(lines.size(), end + more));
    }

    private static boolean isReport(String line, Optional<DeviceReport> wanted) {
        return wanted.isEmpty()
                ? line.contains(DeviceReport.MARKER)
                : DeviceReport.parse(line).equals(wanted);
    }
}
