package io.brownout.card;

import io.brownout.nbd.NbdError;
import java.time.Duration;
import java.util.BitSet;

/**
 * What becomes of a request.
 *
 * @param delay how long it waits before anything is done
 * @param fate what is done then
 */
record Reaction(Duration delay, Fate fate) {
    /** The card does what it was asked for, at once. */
    static final Reaction NORMAL = new Reaction(Duration.ZERO, new Fate.Done());

    /** What is done with a request, from the best to the worst. */
    sealed interface Fate {
        /** What was asked for. */
        record Done() implements Fate {}

        /** It is acknowledged; some of its sectors, counted from its first one, stay as they were. */
        record Partly(BitSet unchanged) implements Fate {}

        /** It is acknowledged, and nothing is done. */
        record Ignored() implements Fate {}

        /** It is answered with an error. */
        record Refused(NbdError error, String reason) implements Fate {}

        /** It is never answered. */
        record Unanswered() implements Fate {}
    }

    static Reaction after(Duration delay) {
        return new Reaction(delay, new Fate.Done());
    }

    static Reaction of(Fate fate) {
        return new Reaction(Duration.ZERO, fate);
    }

    static Reaction refused(NbdError error, String reason) {
        return of(new Fate.Refused(error, reason));
    }

    boolean isNormal() {
        return delay.isZero() && fate instanceof Fate.Done;
    }

    /** Returns what becomes of a request when two faults have their say: it waits for both, and has the worse fate. */
    Reaction and(Reaction other) {
        Fate worse = severity(other.fate) > severity(fate) ? other.fate : fate;
        if (fate instanceof Fate.Partly(BitSet mine) && other.fate instanceof Fate.Partly(BitSet theirs)) {
            BitSet both = (BitSet) mine.clone();
            both.or(theirs);
            worse = new Fate.Partly(both);
        }
        return new Reaction(delay.plus(other.delay), worse);
    }

    private static int severity(Fate fate) {
        return switch (fate) {
            case Fate.Done ignored -> 0;
            case Fate.Partly ignored -> 1;
            case Fate.Ignored ignored -> 2;
            case Fate.Refused ignored -> 3;
            case Fate.Unanswered ignored -> 4;
        };
    }
}
