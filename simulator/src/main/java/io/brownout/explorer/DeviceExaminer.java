package io.brownout.explorer;

import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;

/**
 * Examines a state by running a device from it.
 *
 * @param history the recording
 * @param trial runs the device
 */
public record DeviceExaminer(CardHistory history, Trial trial) implements Examiner<Life> {
    @Override
    public Finding<Life> examine(StateId state) throws InterruptedException {
        try (Card card = Card.at(history, state).name(state.toString()).build()) {
            Life life = trial.run(card);
            return new Finding<>(life, FirstReads.of(card.journal()), Trace.of(card.journal()));
        }
    }

    @Override
    public boolean resemble(Life one, Life other) {
        return one.verdict().equals(other.verdict());
    }
}
