package io.brownout.explorer;

import io.brownout.board.UsageException;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;

/**
 * The points of a recording at which the power could have gone: before write {@code first}, before each write after it, up to before write {@code last}, which may be one that never came.
 *
 * @param history the recording
 * @param first the number of writes that have landed at the first point
 * @param last the number of writes that have landed at the last point
 */
public record CutPoints(CardHistory history, long first, long last) {
    /** Checks that the points lie in the recording, and that there are no more of them than an array can number. */
    public CutPoints {
        if (first < 0 || last < first || last > history.writes() || last - first >= Integer.MAX_VALUE) {
            throw new UsageException("cut points after %d to %d writes, expected some of 0 to %d"
                    .formatted(first, last, history.writes()));
        }
    }

    /** Says how many points there are. */
    public int count() {
        return (int) (last - first + 1);
    }

    /** Returns the number of writes that have landed at a point; points count from 0. */
    public long writes(int point) {
        return first + point;
    }

    /** Names the state that a cut at a point leaves on an ideal card. */
    public StateId state(int point) {
        return StateId.after(writes(point));
    }
}
