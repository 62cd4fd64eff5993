package io.brownout.explorer;

import io.brownout.card.CardHistory;

/** Crash states that were all read on the test machine when they were made. */
abstract class ReadStates implements CrashStates {
    private final CutPoints points;
    private final StateKinds kinds;
    private final NumberedStates states;

    ReadStates(CutPoints points, StateKinds kinds, NumberedStates states) {
        this.points = points;
        this.kinds = kinds;
        this.states = states;
    }

    /** Returns how many writes have landed at the cut point that a state belongs to. */
    final long writes(int number) {
        return points.writes(states.point(number));
    }

    /** Says which of the states of its cut point a state is, from 0. */
    final int ofPoint(int number) {
        return states.ofPoint(number);
    }

    private StateKinds.Kind kind(int number) {
        return kinds.get(states.kind(number));
    }

    /** Says how many different sets of files there are. */
    public final int kinds() {
        return kinds.count();
    }

    /** Says how many states were read, of all those there are. */
    public final int readings() {
        return kinds.statesRead();
    }

    @Override
    public final CardHistory history() {
        return points.history();
    }

    @Override
    public final int count() {
        return states.count();
    }

    @Override
    public final String name(int number) {
        return state(number).toString();
    }

    @Override
    public final String digest(int number) {
        return kind(number).digest();
    }

    @Override
    public final int urgency(int number) {
        return kind(number).urgency();
    }

    @Override
    public final String loss(int number) {
        return kind(number).loss();
    }
}
