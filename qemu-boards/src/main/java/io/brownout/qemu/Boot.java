package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.card.CardConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts the boots of one board: the firmware stage, and QEMU from what it loaded. One thread at a time. */
final class Boot {
    private static final int PORT_CHOICES = 5;

    private final BoardSetup setup;
    private final PrivateFolder folder;
    private final BoardConsole console;
    private final Path errors;
    private final NetworkCable cable = new NetworkCable();
    private volatile List<PortForward> forwards;

    Boot(BoardSetup setup, PrivateFolder folder, BoardConsole console) {
        this.setup = setup;
        this.folder = folder;
        this.console = console;
        this.forwards = List.of();
        Path log = console.log().path();
        this.errors = log.resolveSibling(log.getFileName() + ".qemu");
    }

    /** Returns the forwards of the boot that was started last. */
    List<PortForward> forwards() {
        return forwards;
    }

    /** Returns the cable that all its boots have. */
    NetworkCable cable() {
        return cable;
    }

    /**
     * Begins a boot at the firmware.
     *
     * @throws BoardDarkException if the firmware finds nothing to start
     */
    QemuProcess begin(CardConnection card, Optional<Suspension> suspension) throws BoardDarkException {
        Firmware firmware =
                new FirmwareStage(setup.model()).load(CardBootFiles.of(card.firmwareView()), emptied("firmware"));
        return start(firmware, card, new BootPlan(Optional.empty(), suspension, Optional.of(card)));
    }

    /** Goes on with a boot from a checkpoint, on a card to which all that came before has been done again. */
    QemuProcess resume(Checkpoint checkpoint, CardConnection card, Optional<Suspension> suspension) {
        try (Restoration restoration = Restoration.of(checkpoint, setup.model(), folder)) {
            BootPlan plan = new BootPlan(Optional.of(restoration), suspension, Optional.of(card));
            return start(checkpoint.firmware(), card, plan);
        }
    }

    private QemuProcess start(Firmware firmware, CardConnection card, BootPlan plan) {
        firmware.notes().forEach(note -> console.say("brownout: firmware: " + note));
        for (int choice = 1; ; choice++) {
            forwards = setup.uplink().isPresent() ? List.of() : Ports.choose(setup.forwards(), forwards);
            try {
                QemuProcess started = QemuProcess.start(
                        command(firmware, card.socket()),
                        plan,
                        folder,
                        errors,
                        console,
                        Deadline.in(setup.startAllowed()));
                cable.startedWith(started);
                return started;
            } catch (HarnessException e) {
                if (!portWasTaken(e) || choice == PORT_CHOICES) {
                    throw e;
                }
                retried(e);
                forwards = List.of();
            }
        }
    }

    private QemuCommand command(Firmware firmware, Path cardSocket) {
        return new QemuCommand(
                setup.qemu().program(),
                setup.model(),
                setup.clock(),
                setup.accelerator(),
                setup.epoch(),
                setup.seed(),
                firmware,
                QemuCommand.overNbd(cardSocket),
                folder.resolve("control.sock"),
                setup.clock() == GuestClock.WALL ? Optional.of(folder.resolve("console.sock")) : Optional.empty(),
                forwards,
                setup.serialAdapter() ? Optional.of(serialAdapter()) : Optional.empty(),
                setup.link(),
                setup.uplink().map(Uplink::atBoard));
    }

    /** Returns the socket at which a boot of this board listens for what is plugged in as a serial adapter. */
    Path serialAdapter() {
        return folder.resolve("adapter.sock");
    }

    /** A port that was free when we looked may be somebody's by the time QEMU wants it; net/slirp.c has these words. */
    private static boolean portWasTaken(HarnessException e) {
        return String.valueOf(e.getMessage()).contains("Could not set up host forwarding rule");
    }

    private void retried(HarnessException e) {
        setup.events()
                .publish(new RunEvent.Retried(
                        setup.events().now(),
                        setup.events().scenario(),
                        "start of board " + setup.events().board(),
                        String.valueOf(e.getMessage())));
    }

    private Path emptied(String name) {
        Path path = folder.resolve(name);
        try {
            Files.createDirectories(path);
            try (var files = Files.list(path)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            return path;
        } catch (IOException e) {
            throw new HarnessException("cannot prepare the folder %s: %s".formatted(path, e), e);
        }
    }
}
