package io.brownout.board;

/** How time passes for a guest. Every scenario declares one; only {@link #VIRTUAL} is called deterministic. */
public enum GuestClock {
    /** One core, instruction-counted; idle time is skipped; nobody outside the guest may talk to it. */
    VIRTUAL,
    /** Real time, for anything with a peer outside the guest: ssh, a stack, a rig. */
    WALL
}
