package io.brownout.features;

import io.brownout.board.Board;
import io.brownout.board.DeviceReport;
import io.brownout.card.Card;
import java.time.Duration;

/**
 * The device of a scenario, for steps of a user's own: a step class that names it in its constructor is given it. There is one once a step has made it, for example {@code a device that has been running resinos 2.0.0+rev1}; steps of Brownout's and of the user's own may be
 * mixed in a scenario.
 *
 * <p>For the thread of its scenario. What is expected and does not come is an {@link AssertionError} that fails the step.
 */
public final class DeviceUnderTest {
    private final World world;

    /** PicoContainer makes it. */
    public DeviceUnderTest(World world) {
        this.world = world;
    }

    /** Returns its board: power, console, network and story. */
    public Board board() {
        return world.device().board();
    }

    /** Returns its card: what is on it, what was written, and where its power can be cut. */
    public Card card() {
        return world.device().card();
    }

    /** Gives it power, and passes over all that it has said before. */
    public void switchOn() {
        world.device().switchOn();
    }

    /** Takes its power. */
    public void pullPlug() {
        world.device().pullPlug();
    }

    /**
     * Waits for its next report of one of these events (docs/device-report.md).
     *
     * @param allowed on an ordinary machine; {@code --patience} stretches it
     */
    public DeviceReport await(Duration allowed, String... events) {
        return world.device().await(allowed, events);
    }

    /**
     * Runs a command on it as root over ssh, on the wall clock, and returns what it said, without the white space around it. Its exit status must be 0.
     *
     * @param allowed on an ordinary machine; {@code --patience} stretches it
     */
    public String said(String command, Duration allowed) {
        return world.saidOnDevice(command, allowed);
    }
}
