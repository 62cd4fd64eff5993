package io.brownout.rig;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.HarnessException;
import io.brownout.board.Power;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.PowerChange;
import java.time.Duration;

/**
 * The power supply of a real board behind a relay, switched through Pi4J.
 *
 * <p>The board is off from construction on, and off again after {@link #close}. Safe for any thread; {@link #on} blocks until the board has been off for its minimum time.
 *
 * <p>Pi4J runs its shutdown only if its context was built with the shutdown hook enabled, and nothing runs on SIGKILL: what a dying rig leaves is decided by the relay's contact and the kernel (see
 * {@code docs/real-boards.md}).
 */
public final class RelayPower implements Power, AutoCloseable {
    private final Relay relay;
    private final EventSource events;
    private final Context pi4j;
    private final DigitalOutput output;
    private Deadline coldAgain;
    private boolean on;
    private boolean closed;
    private int boot;

    /** Takes the relay's line and switches the board off. */
    public RelayPower(Relay relay, Context pi4j, EventSource events) {
        this.relay = relay;
        this.events = events;
        this.pi4j = pi4j;
        this.output = claim(relay, pi4j);
        this.coldAgain = Deadline.in(relay.minimumOff());
    }

    private static DigitalOutput claim(Relay relay, Context pi4j) {
        DigitalState off = level(relay, false);
        try {
            return pi4j.create(DigitalOutput.newConfigBuilder(pi4j)
                    .id(relay.name())
                    .address(relay.line())
                    .initial(off)
                    .shutdown(off)
                    .build());
        } catch (Pi4JException e) {
            throw new HarnessException(
                    "GPIO line %d of relay %s could not be claimed: %s; is another program using it?"
                            .formatted(relay.line(), relay.name(), e.getMessage()),
                    e);
        }
    }

    /** Returns the level of the line that gives or takes the power. */
    private static DigitalState level(Relay relay, boolean power) {
        boolean driven = power == relay.drivenWhenOn();
        return driven == relay.activeLow() ? DigitalState.LOW : DigitalState.HIGH;
    }

    @Override
    public synchronized boolean isOn() {
        return on;
    }

    @Override
    public synchronized void on() {
        if (closed) {
            throw new IllegalStateException("relay " + relay.name() + " has been given back");
        }
        if (on) {
            return;
        }
        try {
            while (!coldAgain.passed()) {
                // The capacitors of a board empty by themselves and tell nobody: there is no event to wait for.
                Duration left = coldAgain.left();
                wait(left.toMillis(), left.toNanosPart() % 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted before relay %s was switched on".formatted(relay.name()), e);
        }
        switchTo(true);
        boot++;
        publish(PowerChange.ON, "relay " + relay.name());
    }

    @Override
    public synchronized void cut() {
        if (!on) {
            return;
        }
        switchTo(false);
        coldAgain = Deadline.in(relay.minimumOff());
        publish(PowerChange.CUT, "relay " + relay.name());
    }

    /** A relay cannot see a board switch itself off: this one's board is off exactly when the relay has cut it. */
    @Override
    public void awaitOff(Deadline deadline) {
        if (isOn()) {
            throw new HarnessException(
                    "relay %s cannot see whether its board is off; cut its power, or read its console"
                            .formatted(relay.name()));
        }
    }

    private void switchTo(boolean power) {
        try {
            output.state(level(relay, power));
        } catch (Pi4JException e) {
            throw new HarnessException(
                    "relay %s did not take its level: %s".formatted(relay.name(), e.getMessage()), e);
        }
        on = power;
    }

    private void publish(PowerChange change, String reason) {
        events.publish(
                new RunEvent.PowerChanged(events.now(), events.scenario(), events.board(), change, boot, reason));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        cut();
        closed = true;
        pi4j.shutdown(relay.name());
    }
}
