package io.brownout.fleet;

/**
 * Where the API keeps what it has been told: the one way to it, whatever database it is. Safe for any thread; every call blocks.
 *
 * <p>What {@link #write} has returned from is on the disk: neither the end of this process nor of the machine takes it back. Failures of the database are {@link DatabaseException}s, and nothing of that work is kept.
 */
interface FleetDatabase extends AutoCloseable {
    /** Some work. It may be asked for a second time only by its caller. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session);
    }

    /** Does some work that changes nothing and sees one state throughout. */
    <T> T read(Work<T> work);

    /** Does some work as a whole or, if it throws, not at all. */
    <T> T write(Work<T> work);

    @Override
    void close();
}
