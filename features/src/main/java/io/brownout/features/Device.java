package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.board.DeviceReport;
import io.brownout.board.DeviceStory;
import io.brownout.board.EventSource;
import io.brownout.board.RunEvent;
import io.brownout.board.WearReport;
import io.brownout.card.Card;
import io.brownout.card.WriteTrigger;
import io.brownout.qemu.QemuBoard;
import io.brownout.wear.CardModel;
import io.brownout.wear.WearWeighing;
import io.brownout.wear.WriteOwners;
import io.brownout.wear.WrittenStretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The device of a scenario: a card in a board, and what it says. Closing it takes its power and closes its card. */
final class Device implements AutoCloseable {
    private static final int MAP_COLUMNS = 160;
    private static final int MAP_ROWS = 96;
    private static final String BOOT_LOADER = "bootloader";
    /** Three attempts of a new release, the fourth start that goes back, and as many again. */
    private static final int MOST_STARTS = 8;

    private final Card card;
    private final QemuBoard board;
    private final EventSource events;
    private final LastCut lastCut;
    private final double patience;
    private @Nullable Instant firstOn;
    private @Nullable DeviceReport lastHeard;

    Device(Card card, QemuBoard board, EventSource events, LastCut lastCut, double patience) {
        this.card = card;
        this.board = board;
        this.events = events;
        this.lastCut = lastCut;
        this.patience = patience;
    }

    String name() {
        return board.name();
    }

    Card card() {
        return card;
    }

    QemuBoard board() {
        return board;
    }

    DeviceStory story() {
        return board.story();
    }

    void switchOn() {
        if (firstOn == null) {
            firstOn = events.now();
        }
        lastHeard = null;
        board.power().on();
        passOverEarlierBoots();
    }

    /** What the device said before it lost its power must not be taken for what it says now. */
    private void passOverEarlierBoots() {
        int boot = story().boots().size();
        board.console().expect(Pattern.compile("^brownout: ---- boot " + boot + ": "), within(Duration.ofSeconds(10)));
    }

    void pullPlug() {
        board.power().cut();
    }

    /** Switches it on and waits until its card has cut the power where the trigger says. */
    RunEvent.CardCut switchOnUntilCut(WriteTrigger trigger, Duration allowed) {
        card.cutWhen(trigger);
        switchOn();
        board.power().awaitOff(within(allowed));
        return lastCut.cut()
                .orElseThrow(() -> new AssertionError(
                        "expected the card to cut the power, but the board went off by itself; its story:%n%s"
                                .formatted(story().told())));
    }

    /** Sets a deadline, longer on a slow machine. */
    Deadline within(Duration allowed) {
        return Deadline.in(Duration.ofMillis((long) (allowed.toMillis() * patience)));
    }

    /** Waits for the next report of one of these events. Nobody waits for the deadline of a device that only ever reaches its boot loader. */
    DeviceReport await(Duration allowed, String... reports) {
        List<String> awaited = new ArrayList<>(List.of(reports));
        boolean startsAreAwaited = awaited.contains(BOOT_LOADER);
        awaited.add(BOOT_LOADER);
        Deadline deadline = within(allowed);
        for (int starts = 0; starts <= MOST_STARTS; starts++) {
            DeviceReport heard = board.await(deadline, awaited.toArray(String[]::new));
            if (startsAreAwaited || !heard.is(BOOT_LOADER)) {
                lastHeard = heard;
                return heard;
            }
        }
        throw new AssertionError(
                "expected %s, but the device has begun to boot %d times and never said so; its story:%n%s"
                        .formatted(String.join(" or ", reports), MOST_STARTS, story().told()));
    }

    /** Waits until nothing is pending; not at all if that is what was waited for last, and came. */
    void awaitIdle(Duration allowed) {
        if (lastHeard().filter(it -> it.is("idle")).isEmpty()) {
            await(allowed, "idle");
        }
    }

    /** Returns the report that was waited for last and came; empty if none has been since it was switched on. */
    Optional<DeviceReport> lastHeard() {
        return Optional.ofNullable(lastHeard);
    }

    /** Waits for the next report of this event and asserts what it says, with the device's story if it says something else. */
    void awaitSaying(Duration allowed, String report, String... pairs) {
        // A device that says how long it has been up before it says this never will: nobody waits for a deadline.
        DeviceReport seen = await(allowed, report, "uptime");
        assertThat(seen.is(report, pairs))
                .as(
                        "expected %s with %s, the device said: %s; its story:%n%s",
                        report, Arrays.toString(pairs), seen, story().told())
                .isTrue();
    }

    /** Publishes that something was weighed. */
    void weighed(String what, double value, String unit, String limit, Map<String, Long> parts) {
        events.publish(new RunEvent.Measured(events.now(), events.scenario(), name(), what, value, unit, limit, parts));
    }

    /** Says what a part of its card's journal means for a kind of card. */
    WearReport wear(WearWeighing weighing, CardModel model, String what) {
        return weighing.on(model, "%s: %s".formatted(name(), what), owners(), 0);
    }

    /** Adds up a part of its card's journal by partition. */
    Map<String, Long> bytesOf(WearWeighing weighing) {
        return weighing.bytesByPartition(owners());
    }

    private Stream<WrittenStretch> owners() {
        return WriteOwners.of(card.journal(), card.viewAtBegin()).stretches();
    }

    /** Publishes what its writing means for a card. */
    void weighed(WearReport report) {
        events.publish(new RunEvent.WearWeighed(events.now(), events.scenario(), name(), report));
    }

    /** Publishes a picture of everything that was written to its card. */
    void drawCard() {
        if (firstOn != null) {
            weighed(
                    "writes recorded",
                    (double) card.journal().writes(),
                    "writes",
                    "",
                    card.usage().writes());
            events.publish(card.map(firstOn, MAP_COLUMNS, MAP_ROWS));
        }
    }

    @Override
    public void close() {
        board.close();
        card.close();
    }
}
