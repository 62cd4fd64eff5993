package io.brownout.qemu;

import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.Power;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardJournal;
import io.brownout.card.CardListener;
import io.brownout.card.CardPast;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The power of an emulated board. From {@link #on} to the end one supervising thread follows the board: it waits for each QEMU to end and decides what comes next. Everybody else only kills that
 * QEMU and says why, so that there is one order of events.
 */
final class QemuPower implements Power {
    private static final Duration GOING_OFF = Duration.ofSeconds(30);
    /** Some hundred megabytes take a fraction of a second; a machine under heavy load may take much longer. */
    private static final Duration SAVING = Duration.ofSeconds(60);

    private final BoardSetup setup;
    private final StoryKeeper story;
    private final BoardConsole console;
    private final Boot boot;
    private final QemuCardSlot slot;
    private final PowerState state;
    private volatile Optional<Suspension> suspension = Optional.empty();

    QemuPower(
            BoardSetup setup, StoryKeeper story, BoardConsole console, Boot boot, QemuCardSlot slot, PowerState state) {
        this.setup = setup;
        this.story = story;
        this.console = console;
        this.boot = boot;
        this.slot = slot;
        this.state = state;
    }

    @Override
    public boolean isOn() {
        return state.isOn();
    }

    @Override
    public void on() {
        slot.inserted();
        if (state.beginStart()) {
            start(Optional.empty());
        }
    }

    /** Switches the board on, stops it at a place of its card's journal, keeps it and lets it go off; see {@link QemuBoard#suspend}. */
    Optional<Checkpoint> suspend(long records, Path into, PrivateFolder folder, Deadline deadline) {
        CardJournal journal = slot.inserted().journal();
        if (!state.beginStart()) {
            throw new UsageException("board %s is on already; only a power-on can be suspended"
                    .formatted(setup.events().board()));
        }
        Suspension wanted = new Suspension(records);
        start(Optional.of(wanted));
        Path files = Checkpoint.newFolder(into);
        Optional<Checkpoint> made = Optional.empty();
        try {
            Optional<QemuProcess> stopped = wanted.await(deadline);
            if (stopped.isPresent()) {
                CardPast past = Suspension.past(journal);
                stopped.get().save(folder, Checkpoint.stateFile(files), Deadline.in(SAVING));
                cut("suspended after %d records of its card's journal".formatted(past.records()));
                made = Optional.of(Checkpoint.in(
                        files,
                        Checkpoint.Machine.of(setup),
                        stopped.get().command().firmware(),
                        past,
                        wanted.console()));
            }
        } catch (QemuEndedException e) {
            made = Optional.empty(); // The guest has reset or switched off just there, before the order to stop was
            // obeyed.
        } finally {
            cut("it was to be suspended after %d records of its card's journal, and did not come so far"
                    .formatted(records));
            if (made.isEmpty()) {
                Checkpoint.delete(files);
            }
        }
        state.failure().ifPresent(failure -> {
            throw new HarnessException(String.valueOf(failure.getMessage()), failure);
        });
        return made;
    }

    private void start(Optional<Suspension> wanted) {
        suspension = wanted;
        boolean first = story.boot() == 0;
        Optional<Checkpoint> from = first ? setup.checkpoint() : Optional.empty();
        CardConnection connection = plugIn(from);
        try {
            console.beginBoot("power on");
            publish(
                    PowerChange.ON,
                    from.map(it -> "switched on, from a checkpoint after %d records"
                                    .formatted(it.past().records()))
                            .orElse("switched on"));
            state.running(
                    from.isPresent() ? boot.resume(from.get(), connection, wanted) : boot.begin(connection, wanted));
        } catch (BoardDarkException e) {
            goDark(e.reason(), connection);
            if (first) {
                throw new UsageException(
                        "board %s does not start: %s; card: %s; mend its boot partition, or choose another board or image"
                                .formatted(
                                        setup.events().board(),
                                        e.reason(),
                                        slot.inserted().name()));
            }
            return;
        } catch (RuntimeException e) {
            release(connection, PowerChange.OFF, "it could not be started", asHarnessFailure(e));
            throw e;
        }
        Thread.ofVirtual().name("power " + setup.events().board()).start(() -> supervise(connection));
    }

    private CardConnection plugIn(Optional<Checkpoint> from) {
        try {
            Card card = slot.inserted();
            CardConnection connection =
                    from.isPresent() ? card.plugIn(from.get().past(), new CardNews()) : card.plugIn(new CardNews());
            Guardian.shared().watch(folderOf(connection));
            return connection;
        } catch (RuntimeException e) {
            state.off(null, () -> {});
            throw e;
        }
    }

    /** The card's socket is alone in a private folder, which must not outlive this JVM either. */
    private static Path folderOf(CardConnection connection) {
        Path socket = connection.socket().toAbsolutePath();
        Path folder = socket.getParent();
        return folder != null && folder.getFileName().toString().startsWith("brownout-") ? folder : socket;
    }

    private void supervise(CardConnection connection) {
        try {
            Ending ending = state.current().awaitEnding();
            while (ending instanceof Ending.Reset && state.cutReason().isEmpty() && suspension.isEmpty()) {
                console.beginBoot("reset by the guest");
                publish(PowerChange.REBOOT, "reset by the guest");
                state.running(boot.begin(connection, Optional.empty()));
                ending = state.current().awaitEnding();
            }
            settle(ending, connection);
        } catch (BoardDarkException e) {
            goDark(e.reason(), connection);
        } catch (RuntimeException e) {
            state.endCurrent();
            release(connection, PowerChange.OFF, "the harness failed: " + e.getMessage(), asHarnessFailure(e));
        }
    }

    private void settle(Ending ending, CardConnection connection) {
        Optional<String> cut = state.cutReason();
        if (cut.isPresent()) {
            release(connection, PowerChange.CUT, cut.get(), null);
            return;
        }
        switch (ending) {
            case Ending.PoweredOff off -> release(connection, PowerChange.OFF, off.how(), null);
            case Ending.Died died -> release(connection, PowerChange.OFF, died.how(), new HarnessException(died.how()));
            case Ending.Reset _
            when suspension.isPresent() ->
                release(connection, PowerChange.OFF, "reset by the guest, which was to be suspended before", null);
            case Ending.Killed _, Ending.Reset _ ->
                throw new IllegalStateException("a board that nobody cut has ended with " + ending);
        }
    }

    private void goDark(String reason, CardConnection connection) {
        console.say("brownout: firmware: the board stays dark: " + reason);
        console.say("brownout: device-report: firmware result=dark reason="
                + reason.strip().replaceAll("\\s+", "_"));
        release(connection, PowerChange.OFF, "the firmware found nothing to start: " + reason, null);
    }

    /** The power is gone: first the card is told, then everybody else. */
    private void release(CardConnection connection, PowerChange change, String reason, @Nullable HarnessException why) {
        HarnessException known = why;
        try {
            connection.close();
            Guardian.shared().forget(folderOf(connection));
            publish(change, reason);
        } catch (HarnessException e) {
            if (known == null) {
                known = e;
            } else {
                known.addSuppressed(e);
            }
        } finally {
            HarnessException failure = known;
            state.off(failure, () -> console.boardIsOff(reason, failure));
            suspension.ifPresent(Suspension::boardIsOff);
        }
    }

    private static HarnessException asHarnessFailure(RuntimeException e) {
        return e instanceof HarnessException known ? known : new HarnessException("the harness failed: " + e, e);
    }

    @Override
    public void cut() {
        cut("cut by the harness");
    }

    /** Cuts with a reason of the caller's. */
    void cut(String reason) {
        state.askForCut(reason);
        if (!state.awaitOff(Deadline.in(GOING_OFF))) {
            throw new HarnessException("board %s is not off %d s after its QEMU was killed"
                    .formatted(setup.events().board(), GOING_OFF.toSeconds()));
        }
    }

    private final class CardNews implements CardListener {
        @Override
        public void cut(CardCut cut) {
            state.askForCut("the card decided: " + cut.reason());
        }

        @Override
        public void broke(HarnessException why) {
            state.askForCut("the card broke: " + why.getMessage());
        }
    }

    @Override
    public void awaitOff(Deadline deadline) {
        if (!state.awaitOff(deadline)) {
            throw new ConsoleTimeoutException(
                    "the board goes off", deadline, console.log().path().toString(), console.lastLines());
        }
        state.failure().ifPresent(failure -> {
            throw new HarnessException(String.valueOf(failure.getMessage()), failure);
        });
    }

    private void publish(PowerChange change, String reason) {
        setup.events()
                .publish(new RunEvent.PowerChanged(
                        setup.events().now(),
                        setup.events().scenario(),
                        setup.events().board(),
                        change,
                        story.boot(),
                        reason));
    }
}
