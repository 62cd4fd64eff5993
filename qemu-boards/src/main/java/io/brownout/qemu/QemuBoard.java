package io.brownout.qemu;

import io.brownout.board.Board;
import io.brownout.board.Capability;
import io.brownout.board.CardSlot;
import io.brownout.board.Console;
import io.brownout.board.Deadline;
import io.brownout.board.DeviceStory;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.Network;
import io.brownout.board.Power;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An emulated board, run by QEMU.
 *
 * <p>Built once, switched on and off many times, closed at the end; the card stays its owner's. Safe for any thread. Nothing of it outlives this JVM, however that ends.
 *
 * <pre>{@code
 * try (Card card = Card.of(image).build();
 *         Board board = QemuBoard.of(BoardModel.RASPI3B).card(card).runFolder(folder).build()) {
 *     board.start();
 *     board.console().expect(Pattern.compile("device-report: running"), Deadline.in(Duration.ofMinutes(1)));
 * }
 * }</pre>
 */
public final class QemuBoard implements Board {
    private final BoardSetup setup;
    private final PrivateFolder folder;
    private final StoryKeeper story = new StoryKeeper();
    private final BoardConsole console;
    private final Boot boot;
    private final QemuCardSlot slot;
    private final QemuPower power;
    private boolean closed;

    private QemuBoard(BoardSetup setup, @Nullable Card card) {
        this.setup = setup;
        PowerState state = new PowerState();
        this.slot = new QemuCardSlot(setup.model(), setup.events(), state::isOn);
        if (card != null) {
            slot.insert(card);
        }
        PrivateFolder.sweepOnce();
        ConsoleLog log = ConsoleLog.create(setup.runFolder().resolve("consoles"), logName(setup.events()));
        this.console = new BoardConsole(log, story, setup.events());
        this.folder = PrivateFolder.create(PrivateFolder.usualParent());
        this.boot = new Boot(setup, folder, console);
        this.power = new QemuPower(setup, story, console, boot, slot, state);
    }

    private static String logName(EventSource events) {
        return events.scenario().isEmpty() ? events.board() : events.scenario() + "-" + events.board();
    }

    /** Begins to build a board of a model. */
    public static Builder of(BoardModel model) {
        return new Builder(model);
    }

    @Override
    public String name() {
        return setup.events().board();
    }

    /** Returns its model. */
    public BoardModel model() {
        return setup.model();
    }

    @Override
    public Set<Capability> capabilities() {
        return setup.model().capabilities(setup.clock());
    }

    @Override
    public GuestClock clock() {
        return setup.clock();
    }

    @Override
    public Power power() {
        return power;
    }

    @Override
    public Console console() {
        return console;
    }

    /** Returns the file that holds everything its console has said. */
    public Path consoleLog() {
        return console.log().path();
    }

    @Override
    public CardSlot cardSlot() {
        return slot;
    }

    /**
     * Switches the board on, lets it run until its card's journal has so many records, keeps it as it is then, and lets it go off: another board can go on from there, see {@link Builder#resumeFrom}. The card is left as the loss of
     * power leaves it. Blocks.
     *
     * <p>The board stops at that request of the guest's or at one soon after it: the checkpoint says where. What the firmware stage reads counts too; a number that it has passed means the first request of the guest's.
     *
     * @param records at least so many records of the card's journal, which counts from its own beginning
     * @param into a folder for the checkpoint's files; it is made if it is not there, and must have room for some hundred megabytes
     * @param deadline for the guest to come so far
     * @return empty if the guest had not come so far by the deadline, or went off, was reset or had its power cut by its card before
     * @throws UsageException if the board is on, or its model or clock has no checkpoints
     * @throws HarnessException if QEMU died, or could not be stopped or kept
     */
    public Optional<Checkpoint> suspend(long records, Path into, Deadline deadline) {
        setup.model().requireResumption(setup.clock());
        return power.suspend(records, into, folder, deadline);
    }

    @Override
    public Network network() {
        if (!capabilities().contains(Capability.NETWORK)) {
            throw new UsageException(
                    "board %s has no network on the %s clock; build it with the WALL clock".formatted(name(), clock()));
        }
        return setup.uplink()
                .<Network>map(uplink -> new LinkedNetwork(uplink, boot.cable()))
                .orElseGet(() -> new UserNetwork(boot::forwards, boot.cable()));
    }

    /**
     * Plugs a serial adapter into a USB port of the board, which must be on: what is written to the channel comes out of the guest's serial line, and the other way round. Closing the channel pulls it out again, and so does the end of
     * the boot. The guest takes up a device of FTDI's (0403:6001). Blocks for no longer than a connection to a local socket takes.
     *
     * @throws UsageException if the board was built without {@link Builder#serialAdapter}, or is off
     */
    public SocketChannel plugSerialAdapter() {
        if (!setup.serialAdapter() || !power.isOn()) {
            throw new UsageException(
                    setup.serialAdapter()
                            ? "board %s is off; switch it on before something is plugged in".formatted(name())
                            : "nothing can be plugged into board %s; build it with serialAdapter()".formatted(name()));
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(boot.serialAdapter()));
        } catch (IOException e) {
            throw new HarnessException(
                    "no serial adapter could be plugged into board %s: %s; see %s"
                            .formatted(name(), e.getMessage(), consoleLog()),
                    e);
        }
    }

    @Override
    public DeviceStory story() {
        return story.story();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // An interrupted thread, of a run that is being ended, must be able to put its boards away too.
        boolean interrupted = Thread.interrupted();
        try (folder;
                console) {
            power.cut("the board is put away");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Puts a board together. Each method returns this builder. */
    public static final class Builder {
        private final BoardModel model;
        private GuestClock clock = GuestClock.VIRTUAL;
        private Duration startAllowed = QemuProcess.START;
        private long seed = 1;
        private Instant epoch = Instant.parse("2026-01-01T00:00:00Z");
        private final List<PortForward> forwards = new ArrayList<>();
        private boolean serialAdapter;
        private Optional<PatchCable> link = Optional.empty();
        private Optional<Uplink> uplink = Optional.empty();
        private @Nullable Card card;
        private @Nullable Path runFolder;
        private @Nullable EventSource events;
        private @Nullable QemuInstallation qemu;
        private @Nullable Checkpoint checkpoint;

        private Builder(BoardModel model) {
            this.model = model;
        }

        /** Puts a card into its slot; otherwise the slot is empty. */
        public Builder card(Card inserted) {
            this.card = inserted;
            return this;
        }

        /** Says how time passes for it; {@link GuestClock#VIRTUAL} if not said. */
        public Builder clock(GuestClock chosen) {
            this.clock = chosen;
            return this;
        }

        /** Decides QEMU's own random numbers; 1 if not said. */
        public Builder seed(long chosen) {
            this.seed = chosen;
            return this;
        }

        /** Says what the guest's clock shows at power-on: an image's epoch. */
        public Builder epoch(Instant start) {
            this.epoch = start;
            return this;
        }

        /** Says where its console log goes: into {@code consoles/} of this folder. Must be said. */
        public Builder runFolder(Path folder) {
            this.runFolder = folder;
            return this;
        }

        /** Names it and says who hears of it; otherwise it bears its model's name and nobody does. */
        public Builder events(EventSource source) {
            this.events = source;
            return this;
        }

        /** Makes a port of the board reachable from the test machine, at a port the system chooses; wall clock only. */
        public Builder forward(int boardPort) {
            return forward(0, boardPort);
        }

        /** Makes a port of the board reachable from the test machine's loopback at a given port; wall clock only. */
        public Builder forward(int hostPort, int boardPort) {
            forwards.add(new PortForward(hostPort, boardPort));
            return this;
        }

        /** Gives it a second network card, and puts a cable into it; wall clock only. */
        public Builder cable(PatchCable cable) {
            this.link = Optional.of(cable);
            return this;
        }

        /** Leads its network card somewhere else than to QEMU's user network; wall clock only. Ports that are forwarded are the uplink's then. */
        public Builder uplink(Uplink chosen) {
            this.uplink = Optional.of(chosen);
            return this;
        }

        /** Lets something be plugged into a USB port of it as a serial adapter, see {@link QemuBoard#plugSerialAdapter}; wall clock only. */
        public Builder serialAdapter() {
            serialAdapter = true;
            return this;
        }

        /** Says how long QEMU may take from its start until it answers; half a minute if not said. */
        public Builder startWithin(Duration allowed) {
            this.startAllowed = allowed;
            return this;
        }

        /** Uses this QEMU; otherwise the one found in PATH. */
        public Builder qemu(QemuInstallation installation) {
            this.qemu = installation;
            return this;
        }

        /**
         * Lets its first power-on be the one that a checkpoint was made of: what that board had done to its card is done to this one's, its console begins with what was said before, and the guest goes on from there. All later power-ons
         * and resets begin at the firmware, as always. The card must hold the same in every sector that had been read: a power-on throws {@link UsageException} if not.
         */
        public Builder resumeFrom(Checkpoint from) {
            this.checkpoint = from;
            return this;
        }

        /** Puts it together, switched off; {@link UsageException} if what was asked for does not fit together or QEMU is missing. */
        public QemuBoard build() {
            if (runFolder == null) {
                throw new UsageException("a board needs a run folder for its console log; say runFolder(...)");
            }
            if (clock == GuestClock.VIRTUAL && !forwards.isEmpty()) {
                throw new UsageException(
                        "no port of board %s can be reached on the VIRTUAL clock; build it with the WALL clock"
                                .formatted(model.name()));
            }
            if (clock == GuestClock.VIRTUAL && (serialAdapter || link.isPresent() || uplink.isPresent())) {
                throw new UsageException(
                        "nothing can be plugged into board %s on the VIRTUAL clock; build it with the WALL clock"
                                .formatted(model.name()));
            }
            model.capabilities(clock);
            QemuInstallation installation = qemu == null ? QemuInstallation.find() : qemu;
            EventSource source = events == null ? EventSource.unheard(model.name()) : events;
            Accelerator accelerator = Accelerator.bestFor(model, clock, installation);
            BoardSetup setup = new BoardSetup(
                    model,
                    clock,
                    installation,
                    accelerator,
                    epoch,
                    seed,
                    forwards,
                    serialAdapter,
                    link,
                    uplink,
                    runFolder,
                    startAllowed,
                    Optional.ofNullable(checkpoint),
                    source);
            setup.checkpoint().ifPresent(from -> from.requireFits(setup));
            QemuBoard board = new QemuBoard(setup, card);
            board.announce();
            return board;
        }
    }

    private void announce() {
        EventSource events = setup.events();
        events.publish(new RunEvent.BoardReady(
                events.now(),
                events.scenario(),
                name(),
                setup.model().name(),
                setup.clock(),
                setup.runFolder()
                        .toAbsolutePath()
                        .relativize(consoleLog().toAbsolutePath())
                        .toString()));
    }
}
