package io.brownout.explorer;

import io.brownout.card.StateId;

/**
 * Examines states with a device that does not do the same each time, because its board completes requests when it happens to: its lives are held against each other by their verdicts alone.
 *
 * <p>Then a verdict says that one device really came to it from a state that the states of its class cannot be told from by what was read. A bad one stays true; a good one says that it can go well, not that it must.
 */
public record VaryingExaminer(Examiner<Life> device) implements Examiner<Life> {
    @Override
    public Finding<Life> examine(StateId state) throws InterruptedException {
        return device.examine(state);
    }

    @Override
    public boolean resemble(Life one, Life other) {
        return device.resemble(one, other);
    }

    @Override
    public boolean confirms(Finding<Life> expected, Finding<Life> again) {
        return resemble(expected.result(), again.result());
    }
}
