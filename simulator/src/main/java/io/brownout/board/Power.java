package io.brownout.board;

/** The power supply of a board. Calls block until the change has happened; safe for any thread. */
public interface Power {
    /** Says whether the board has power now. */
    boolean isOn();

    /**
     * Gives the board power: the firmware reads the card as it is now and the board starts.
     *
     * @throws UsageException if the board cannot start from what the card holds, with the reason
     * @throws HarnessException if the harness could not start it
     */
    void on();

    /** Takes the power away with no warning. What the card had accepted but not made durable is decided by its profile. Idle if the board is off. */
    void cut();

    /** Waits until the board has switched itself off or is dead, for example after a cut that its card decided; then the power is off. */
    void awaitOff(Deadline deadline);
}
