package io.brownout.explorer;

import io.brownout.card.StateId;

/**
 * Finds something out about a state of a card: by running a device from it, or by reading it on the test machine. Called by several threads at once.
 *
 * @param <R> what is found out; compared with {@code equals}
 */
@FunctionalInterface
public interface Examiner<R> {
    /**
     * Examines one state. Must depend on nothing but the card's content. Blocks for as long as that takes.
     *
     * @throws io.brownout.board.HarnessException if it could not be examined; a device that fails is a finding, not an exception
     */
    Finding<R> examine(StateId state) throws InterruptedException;

    /** Says whether two findings about states that hold the same files do not contradict one another. What differs between such states may show in how a result came about, but not in the result. */
    default boolean resemble(R one, R other) {
        return one.equals(other);
    }

    /** Says whether a finding about a state that cannot be told from another one's confirms what was found about that. */
    default boolean confirms(Finding<R> expected, Finding<R> again) {
        return again.agreesWith(expected);
    }
}
