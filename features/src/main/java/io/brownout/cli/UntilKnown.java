package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.Life;
import java.time.Duration;
import java.util.BitSet;

/** Ends an exploration when all of some points have a verdict, without the audit that a whole one ends with. Safe for any thread. */
final class UntilKnown implements ExplorationListener<Life> {
    private final BitSet open;
    private final EarlyEnd end;

    UntilKnown(BitSet wanted, Duration budget) {
        this.open = (BitSet) wanted.clone();
        this.end = new EarlyEnd(budget);
    }

    /** Returns what to give the exploration as its deadline. */
    Deadline deadline() {
        return end.deadline();
    }

    @Override
    public void found(CutClass<Life> found, int covered, int points) {
        open.andNot(found.points());
        if (open.isEmpty()) {
            end.end();
        }
    }
}
