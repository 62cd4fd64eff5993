package io.brownout.board;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A board under test, emulated or real: something with power, a console, a card slot and perhaps a network.
 *
 * <p>Starts and stops like a Testcontainers {@code Startable}: {@link #start} gives it power, {@link #close} takes it away and releases everything; closing twice is harmless.
 */
public interface Board extends AutoCloseable {
    /** Names it in events and messages. */
    String name();

    /** Says what can be asked of it. */
    Set<Capability> capabilities();

    /** Says how time passes for it. */
    GuestClock clock();

    /** Returns its power supply. */
    Power power();

    /** Returns its console. */
    Console console();

    /** Returns its card slot. */
    CardSlot cardSlot();

    /** Returns its network; {@link UsageException} if it lacks {@link Capability#NETWORK}. */
    Network network();

    /** Returns what it has reported so far, over all boots. */
    DeviceStory story();

    /**
     * Waits for the next report of one of these events and returns it.
     *
     * @throws ConsoleTimeoutException if the deadline passes first
     * @throws ConsoleClosedException if the board goes off first
     */
    default DeviceReport await(Deadline deadline, String... events) {
        // Whoever waits in vain reads this pattern: names of events need no quotes.
        Pattern line = Pattern.compile("device-report: (%s)( .*)?$".formatted(String.join("|", events)));
        return DeviceReport.parse(console().expect(line, deadline).group()).orElseThrow();
    }

    /** Gives it power; see {@link Power#on}. */
    default void start() {
        power().on();
    }

    /** Takes its power away; see {@link Power#cut}. */
    default void stop() {
        power().cut();
    }

    @Override
    void close();
}
