package io.brownout.fleet;

/** Whose key a request came with. */
sealed interface Caller {
    /** Returns the actor whose key it is. */
    long actor();

    /** A user: everything of their organizations. */
    record Developer(long id, String username, long actor) implements Caller {}

    /** A new device with the key of its application: registers, and exchanges its key; sees which devices there are, and nothing of them. */
    record Provisioning(long application, String slug, long actor) implements Caller {}

    /** A device: itself, and what its application runs. */
    record Device(long id, String uuid, long application, long actor) implements Caller {}

    /** A device that was deleted. It is told that nothing has changed, which is what balena's API does. */
    record Gone(long actor) implements Caller {}
}
