package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.CardMedium;
import io.brownout.board.EventSource;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.UsageException;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdExport;
import io.brownout.nbd.NbdExports;
import io.brownout.nbd.NbdServer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A card made of glass: it begins as an image, which it never changes, is served to a board as a network block device, keeps a journal of every request, and decides what survives when the power goes.
 *
 * <p>Safe for any thread. One board at a time. Same image, profile, seed and requests: same journal, but for the times.
 */
public final class Card implements CardMedium, AutoCloseable {
    private final String name;
    private final CardState state;
    private final CardProfile profile;
    private final PartitionRoles roles;
    private final Courses courses;
    private final EventSource events;
    private final @Nullable TemporaryFolder ownFolder;
    private final CutPlan plan = new CutPlan();
    private final AtomicReference<@Nullable CardConnection> plugged = new AtomicReference<>();
    private boolean busy;
    private boolean closed;

    Card(
            String name,
            CardState state,
            CardProfile profile,
            PartitionRoles roles,
            EventSource events,
            @Nullable TemporaryFolder ownFolder) {
        this.name = name;
        this.state = state;
        this.profile = profile;
        this.roles = roles;
        this.courses = new Courses(profile, state.seed());
        this.events = events;
        this.ownFolder = ownFolder;
    }

    /** Begins to describe a card whose first content is a raw image. The file is only read, and must not change while the card or a fork of it lives. */
    public static CardBuilder of(Path image) {
        return new CardBuilder(new CardOrigin.Image(image));
    }

    /** Begins to describe a card of so many bytes that nobody has written to yet. */
    public static CardBuilder blank(long bytes) {
        return new CardBuilder(new CardOrigin.Blank(bytes));
    }

    /**
     * Begins to describe a card whose first content is a state that another card's journal tells of. It is there in no time, and takes memory only for what is then changed; any number of them can share a history.
     */
    public static CardBuilder at(CardHistory history, StateId state) {
        return new CardBuilder(new CardOrigin.State(history, state));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return state.sectors() * SECTOR_BYTES;
    }

    /** Returns what kind of card it is. */
    public CardProfile profile() {
        return profile;
    }

    /**
     * Gives the card to a board whose power comes on: it answers at a socket until the connection is closed.
     *
     * @param listener told that the card has cut the power, or broke
     * @throws UsageException if it is in a board already, or closed
     */
    public CardConnection plugIn(CardListener listener) {
        return plugIntoSocket(Optional.empty(), listener);
    }

    /**
     * Gives the card, as {@link #plugIn(CardListener)} does, to a board that goes on from where another one stopped: what that one did to its card since its power came on is done to this one first, and is in the journal as if one board
     * had done it all. Blocks for that long.
     *
     * @throws UsageException if that board would have read anything else from this card: what came before has then been done, and the power is gone again. And if the card has faults, which count requests, or if a cut is planned that
     *     might have come before
     */
    public CardConnection plugIn(CardPast past, CardListener listener) {
        return plugIntoSocket(Optional.of(past), listener);
    }

    private CardConnection plugIntoSocket(Optional<CardPast> past, CardListener listener) {
        TemporaryFolder folder = TemporaryFolder.create();
        try {
            return plugIn(CardConnection.socketIn(folder), folder, past, listener);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Gives the card to whoever comes to an address, as {@link #plugIn(CardListener)} does.
     *
     * @param address see {@link NbdServer#start}
     * @throws UsageException if it is in a board already, or closed, or nobody can listen there
     */
    public CardConnection plugIn(SocketAddress address, CardListener listener) {
        return plugIn(address, null, Optional.empty(), listener);
    }

    private CardConnection plugIn(
            SocketAddress address, @Nullable TemporaryFolder folder, Optional<CardPast> past, CardListener listener) {
        take("be plugged into a second board");
        try {
            past.ifPresent(it -> it.requireRepeatable(name, state, plan, courses));
            LiveCard live = new LiveCard(name, state, profile, plan, events, listener);
            NbdExport export = courses.isEmpty() ? live : new FaultyCard(live, state, courses, events);
            NbdServer server;
            synchronized (state) { // No request of an early client must come before the power.
                past.ifPresent(it -> it.repeatOn(state, live));
                server = NbdServer.start(NbdExports.only(export), address);
                if (past.isEmpty()) {
                    state.mark(RequestKind.POWER_ON, 0, 0);
                }
            }
            CardConnection connection =
                    new CardConnection(live, folder, server, ActivityMeter.start(state, events), this::giveBack);
            plugged.set(connection);
            return connection;
        } catch (RuntimeException e) {
            giveBack();
            throw e;
        }
    }

    private synchronized void take(String purpose) {
        requireIdle(purpose);
        busy = true;
    }

    private void requireIdle(String purpose) {
        if (closed) {
            throw new UsageException("the card %s is closed".formatted(name));
        }
        if (busy) {
            throw new UsageException(
                    "the card %s is plugged into a board that has power: it cannot %s; take the power away first"
                            .formatted(name, purpose));
        }
    }

    private synchronized void giveBack() {
        busy = false;
        plugged.set(null);
    }

    /** Lets the power go at a write: neither it nor a later one lands. Writes count from 0 over the card's journal, see {@link CardJournal#writes}. Forgotten when the power goes, for whatever reason. */
    public void cutAfterWrite(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("write number " + n + ", expected 0 or more");
        }
        synchronized (state) {
            plan.at(n);
        }
    }

    /**
     * Lets the power go at the first write at which a trigger fires; it does not land. Replaces an earlier trigger; forgotten when the power goes, for whatever reason.
     *
     * @throws UsageException if the card has no partition of the label that the trigger waits for: it would wait for ever
     */
    public void cutWhen(WriteTrigger trigger) {
        trigger.partitionLabel().ifPresent(this::partition);
        synchronized (state) {
            plan.when(trigger);
        }
    }

    /**
     * Lets its controller hang: from now on every request ends with an I/O error, and a write stands in the journal as {@link RequestKind#NOT_DONE}. It is well again when it is initialised anew: when its power comes on, or when the
     * firmware of a board that was reset begins to read it (CMD0 GO_IDLE_STATE, SD Physical Layer Simplified Specification, section 4.2). A board must let its guest see errors: see {@link CardBus}.
     *
     * @throws UsageException if it has no power
     */
    public void hang() {
        CardConnection connection = plugged.get();
        if (connection == null) {
            throw new UsageException("the card %s has no power: it cannot hang".formatted(name));
        }
        connection.hang();
    }

    /** Returns everything that has happened to the card so far, and will. */
    public CardJournal journal() {
        return state.journal();
    }

    /** Indexes what has happened to the card so far; from then on every state it has had can be opened. Reads the whole journal once. */
    public CardHistory history() {
        return CardHistory.of(state.journal(), state.origin());
    }

    /** Counts what boards have written since the journal began, by partition. */
    public CardUsage usage() {
        return CardUsage.count(state.journal(), 0, state.layout());
    }

    /** Returns the partitions as the card has them now, the extended one among them, in the order of their numbers; empty if there is no table. */
    public List<Partition> partitions() {
        return state.partitions();
    }

    /**
     * Returns the partition with a label.
     *
     * @throws UsageException if there is none now
     */
    public Partition partition(String label) {
        return partitions().stream()
                .filter(partition -> partition.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new UsageException("expected a partition labelled %s on the card %s, found %s"
                        .formatted(
                                label,
                                name,
                                partitions().stream().map(Partition::label).toList())));
    }

    /**
     * Returns the partition that has a role.
     *
     * @throws UsageException if there is none now
     */
    public Partition partition(PartitionRole role) {
        return roles.find(role, partitions());
    }

    /** Returns which of its partitions is for what. */
    public PartitionRoles roles() {
        return roles;
    }

    /** Returns a view of the card as it is at the time of each read. */
    public SectorView view() {
        return state.view();
    }

    /** Returns what the card held when its journal began. */
    public SectorView viewAtBegin() {
        return new MapView(state.origin());
    }

    /** Writes the card as it is now to a raw file, replacing it; holes of the image stay holes. Blocks while it copies. */
    public void exportTo(Path raw) {
        new RawCopy(state.snapshot()).exportTo(raw);
    }

    /**
     * Changes the card on a PC: gives the edit a raw file and takes over the sectors that are different afterwards. They do not count as writes of a board.
     *
     * @throws UsageException if the card is plugged in
     * @throws HarnessException if the edit fails; the card is then as it was
     */
    public void edit(CardEdit edit) {
        take("be edited");
        try (TemporaryFolder beside = TemporaryFolder.createIn(journal().folder())) {
            Path raw = beside.path().resolve("card.img");
            RawCopy copy = new RawCopy(state.snapshot());
            copy.exportTo(raw);
            edit.apply(raw);
            state.importEdit(copy, raw);
        } catch (IOException e) {
            throw new HarnessException("the edit of the card %s failed: %s".formatted(name, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while the card %s was edited".formatted(name), e);
        } finally {
            giveBack();
        }
    }

    /**
     * Does to the card what a log in the format of the kernel's dm-log-writes says, as if a board had: the log of that target, or of QEMU's blklogwrites. Blocks while it reads.
     *
     * @throws UsageException if the card is plugged in, or the file is no such log, is cut off or writes beyond the card's end; what came before in the log has then happened
     */
    public void replay(Path log) {
        take("have a log replayed");
        try {
            LogWritesImport.read(log, state);
        } finally {
            giveBack();
        }
    }

    /** Gives the card power for a server that serves more than this one; it is taken away by {@link #close}. */
    NbdExport switchOn(CardListener listener) {
        take("be served");
        LiveCard live = new LiveCard(name, state, profile, plan, events, listener);
        state.mark(RequestKind.POWER_ON, 0, 0);
        return live;
    }

    /**
     * Copies the card as it is now, in no time: the copy shares what both have and goes its own way from here, with a journal of its own. Profile, seed and events are the same.
     *
     * @param journal a folder for it, which holds no journal yet
     * @throws UsageException if the card is plugged in
     */
    public Card fork(String forkName, Path journal) {
        return fork(forkName, journal, profile, state.seed(), events);
    }

    /** Copies the card as {@link #fork(String, Path)} does, into one of another kind, with a seed and a listener of its own. */
    public Card fork(String forkName, Path journal, CardProfile kind, long seed, EventSource source) {
        // Held while it is copied, and not taken: several may copy one card at once.
        synchronized (this) {
            requireIdle("be copied");
            return new Card(forkName, state.fork(forkName, journal, source.clock(), seed), kind, roles, source, null);
        }
    }

    /**
     * Notes something in the journal, at the place where it is now: a step that begins, a word of the device. Does nothing to the card, does not count for {@link CardJournal#fingerprint}, and is not heard once the
     * card is closed: a board that dies while a run ends may still speak.
     */
    public synchronized void mark(String text) {
        if (!closed) {
            state.note(text);
        }
    }

    /** Draws the writes of boards since a moment as a coarse picture: time over columns, addresses over rows. */
    public CardMapped map(Instant from, int columns, int rows) {
        return CardMap.draw(journal(), state.layout(), from, columns, rows, events);
    }

    /** Takes the power away if it is plugged in, and ends its journal. Forks of it, and what its journal gave out, stay good. */
    @Override
    public void close() {
        CardConnection connection = plugged.get();
        if (connection != null) {
            connection.close();
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try (ownFolder) {
            state.close();
        }
    }
}
