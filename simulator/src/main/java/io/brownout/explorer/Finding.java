package io.brownout.explorer;

import java.util.BitSet;

/**
 * What was found out about a state, and from which sectors: whatever state agrees with it on those would have given the same.
 *
 * @param <R> what is found out
 * @param footprint the sectors whose content was looked at
 * @param trace what was asked of the card, in order; empty if that does not matter
 */
public record Finding<R>(R result, BitSet footprint, Trace trace) {
    /** Copies the set. */
    public Finding {
        footprint = (BitSet) footprint.clone();
    }

    @Override
    public BitSet footprint() {
        return (BitSet) footprint.clone();
    }

    /** Says whether another finding does not contradict this one. */
    boolean agreesWith(Finding<?> other) {
        return result.equals(other.result) && trace.agreesWith(other.trace);
    }
}
