package io.brownout.explorer;

import io.brownout.card.StateId;

/**
 * Told how an exploration goes on, from any of its threads, one call at a time.
 *
 * @param <R> what is found out
 */
public interface ExplorationListener<R> {
    /** A class has its verdict. */
    default void found(CutClass<R> found, int covered, int points) {}

    /** Another state of a class was run as well, and did the same. */
    default void audited(CutClass<R> of, StateId state) {}
}
