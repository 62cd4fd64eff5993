package io.brownout.explorer;

import io.brownout.card.StateId;

/** One of some crash states. */
public record CrashPlace(CrashStates states, int number) {
    /** Names it within its recording. */
    public StateId state() {
        return states.state(number);
    }

    /** Returns a digest of its files. */
    public String digest() {
        return states.digest(number);
    }

    @Override
    public String toString() {
        return states.name(number);
    }
}
