package io.brownout.rig;

import java.time.Duration;

/**
 * How a relay is wired into a board's supply; immutable.
 *
 * @param name for messages and events
 * @param line the GPIO line, in the numbers of the Raspberry Pi's header (BCM)
 * @param activeLow whether the relay's coil is driven by a low level, as most relay boards' are
 * @param contact through which of its contacts the board is fed
 * @param minimumOff how long a board must stay off at least, so that its capacitors are empty and the next start is a cold one
 */
public record Relay(String name, int line, boolean activeLow, Contact contact, Duration minimumOff) {
    /** A contact of a relay. */
    public enum Contact {
        /** Feeds the board only while the coil is driven: a rig that dies leaves the board off. */
        NORMALLY_OPEN,
        /** Feeds the board while the coil is at rest: a rig that dies leaves the board on. */
        NORMALLY_CLOSED
    }

    private static final int LAST_HEADER_LINE = 27;

    /** Checks the values. */
    public Relay {
        if (line < 0 || line > LAST_HEADER_LINE) {
            throw new IllegalArgumentException(
                    "relay %s is on GPIO line %d, expected 0 to %d".formatted(name, line, LAST_HEADER_LINE));
        }
        if (minimumOff.isNegative()) {
            throw new IllegalArgumentException(
                    "relay %s has a minimum off time of %s, expected zero or more".formatted(name, minimumOff));
        }
    }

    /** Describes a relay board of the usual kind: active low, feeding the board through the normally open contact, two seconds off at least. */
    public static Relay normallyOpen(String name, int line) {
        return new Relay(name, line, true, Contact.NORMALLY_OPEN, Duration.ofSeconds(2));
    }

    /** Says whether the coil must be driven for the board to have power. */
    boolean drivenWhenOn() {
        return contact == Contact.NORMALLY_OPEN;
    }
}
