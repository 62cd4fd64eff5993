package io.brownout.explorer;

import io.brownout.card.CardHistory;
import io.brownout.card.StateId;

/**
 * What a device writes after a cut until it has settled: the cut points of the second level, at which its power goes again.
 *
 * @param cut the state that the first cut left
 * @param points before each of its writes but the first, and after the last; counted from the power-on after the first cut
 * @param likeness which of them leave the same files
 * @param losses what each leaves of the user's files; an empty text where all are there
 */
public record Recovery(StateId cut, CutPoints points, Likeness likeness, ExplorationResult<String> losses)
        implements CrashStates {
    /** Returns the points of the journal of a card on which a device has lived after a cut; its first state is a cut point of the first level. */
    public static CutPoints points(CardHistory life) {
        return new CutPoints(life, Math.min(1, life.writes()), life.writes());
    }

    @Override
    public CardHistory history() {
        return points.history();
    }

    @Override
    public int count() {
        return points.count();
    }

    @Override
    public StateId state(int number) {
        return points.state(number);
    }

    @Override
    public String name(int number) {
        return "%s, then %s".formatted(cut, state(number));
    }

    @Override
    public String digest(int number) {
        return likeness.digest(number);
    }

    @Override
    public int urgency(int number) {
        return likeness.urgency(number);
    }

    @Override
    public String loss(int number) {
        return losses.classOf(number).orElseThrow().result();
    }
}
